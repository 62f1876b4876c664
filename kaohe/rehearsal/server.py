"""The server that is rehearsed on: uvicorn on a free port of this process, workers beside it, a clock that is moved."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime

import uvicorn

from kaohe.clock import SetClock
from kaohe.config import Settings
from kaohe.graphql.app import create_app
from kaohe.schema.session import Database
from kaohe.workers.embedded import EmbeddedWorkers, start

#: Workers look only when they are told to, so that the same seed makes the same year.
_NEVER = 1e7

_PAUSE_SECONDS = 0.01


@dataclass(frozen=True)
class Stage:
    """A running server: where it listens, its clock, its workers."""

    address: str
    clock: SetClock
    workers: EmbeddedWorkers

    async def move_to(self, moment: datetime) -> None:
        """Let it be `moment` (or stay, where that is past), and everything that is due by then be done."""
        self.clock.move_to(max(moment, self.clock.now()))
        await self.settle()

    async def settle(self) -> None:
        """Let the workers do what waits."""
        await asyncio.to_thread(self.workers.settle)


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ctrl-C ends the rehearsal, which then ends the server."""
        yield


@asynccontextmanager
async def serve(settings: Settings, clock: SetClock) -> AsyncIterator[Stage]:
    """Serve until the block ends; `settings.database_url` is migrated already."""
    url = str(settings.database_url)
    workers = start(url, clock, settings.model_copy(update={"sweep_seconds": _NEVER}))
    try:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            app = create_app(settings, Database(url, pool_size=settings.pool_size), clock)
            server = _Server(uvicorn.Config(app, log_config=None, log_level="warning", access_log=False))
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            try:
                while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
                    await asyncio.sleep(_PAUSE_SECONDS)
                yield Stage(f"http://127.0.0.1:{listener.getsockname()[1]}", clock, workers)
            finally:
                server.should_exit = True
                await serving
    finally:
        await asyncio.to_thread(workers.stop)

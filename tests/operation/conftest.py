"""The app over any database, seen from where probes and scrapes come."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from support.processes import free_port

from kaohe.clock import SetClock
from kaohe.config import Settings
from kaohe.graphql.app import create_app
from kaohe.schema.session import Database

Client = Callable[..., httpx.AsyncClient]


@pytest_asyncio.fixture
async def client(tmp_path: Path, now: datetime) -> AsyncIterator[Client]:
    """A client of the app over a database; keywords are settings."""
    async with AsyncExitStack() as stack:

        def client(database: Database, **settings: object) -> httpx.AsyncClient:
            app = create_app(Settings(var=tmp_path, **settings), database, SetClock(now))  # type: ignore[arg-type]
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            made = httpx.AsyncClient(transport=transport, base_url="http://kaohe")
            stack.push_async_callback(made.aclose)
            return made

        yield client


@pytest_asyncio.fixture
async def nowhere(unused_port: int) -> AsyncIterator[Database]:
    """A database that refuses every connection."""
    database = Database(f"postgresql+asyncpg://kaohe@127.0.0.1:{unused_port}/kaohe")
    yield database
    await database.close()


@pytest.fixture
def unused_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    return free_port()

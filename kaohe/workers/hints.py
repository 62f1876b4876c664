"""Listening to the relays' hints (NOTIFY): whoever hears one looks at once, whoever misses one looks in a second."""

from collections.abc import Callable
from typing import Any

import asyncpg
import structlog
from sqlalchemy.engine import make_url

from kaohe.workflow.outbox import HINT

log = structlog.get_logger(__name__)

#: For connecting, and for the answer to LISTEN: the pacemaker waits for it, and must not hang.
_ANSWER_SECONDS = 5


class Hints:
    """A connection that only listens. Call everything on one event loop."""

    def __init__(self, url: str, heard: Callable[[], None]) -> None:
        self._dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._heard = heard
        self._connection: asyncpg.Connection[Any] | None = None

    async def listen(self) -> None:
        """Listen, if that is not so already. A database that is away is no failure: there are no hints then."""
        if self._connection is not None and not self._connection.is_closed():
            return
        try:
            self._connection = await asyncpg.connect(
                self._dsn, timeout=_ANSWER_SECONDS, command_timeout=_ANSWER_SECONDS
            )
            await self._connection.add_listener(HINT, self._hear)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as away:
            log.info("no_hints", error=str(away))
            await self.close()

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    def _hear(self, *_about: object) -> None:
        self._heard()

"""Engines and sessions. One engine for each event loop: asyncpg's connections belong to the loop that opened them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import orjson
from asyncpg import PostgresError
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine


@dataclass(frozen=True)
class Patience:
    """How long anything may wait for the database, in seconds: a network that swallows everything hangs nobody.

    `connect`: until a new connection is usable; a server that takes connections does so in milliseconds, one that
    recovers from a crash refuses them at once. `pool`: until one of the process's connections is free; a request that
    waits longer would only make the queue longer. `command`: until a statement is answered; the longest of ours, a
    bulk move that waits for another's locks, takes seconds. `idle`: the server ends a transaction that has said
    nothing for so long, and frees its locks; ours compute for seconds at most, a sealed archive for a minute. `gone`:
    the server gives up a client whose host no longer acknowledges, likewise; without it, it would for two hours.
    """

    connect: float = 5
    pool: float = 10
    command: float = 60
    idle: float = 300
    gone: float = 30

    def server_settings(self) -> dict[str, str]:
        """What the server is told at connection; over a unix socket the ones of TCP have no effect."""
        return {
            "idle_in_transaction_session_timeout": f"{self.idle * 1000:.0f}",
            "tcp_keepalives_idle": f"{max(1, self.gone / 3):.0f}",
            "tcp_keepalives_interval": f"{max(1, self.gone / 3):.0f}",
            "tcp_keepalives_count": "2",
            "tcp_user_timeout": f"{self.gone * 1000:.0f}",
        }


PATIENCE = Patience()


def _dumps(value: object) -> str:
    return orjson.dumps(value, default=str).decode()


class Database:
    """A pool of connections and the sessions made of them.

    A statement that is not answered in time raises TimeoutError, as does a connection that can't be had
    (sqlalchemy.exc.TimeoutError where the pool is exhausted); a connection that breaks raises DBAPIError or OSError.
    """

    def __init__(self, url: str, *, pool_size: int = 10, patience: Patience | None = None) -> None:
        self.url = url
        patience = patience or PATIENCE
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=patience.pool,
            pool_pre_ping=True,
            connect_args={
                "timeout": patience.connect,
                "command_timeout": patience.command,
                "server_settings": patience.server_settings(),
            },
            hide_parameters=True,  # an error in a log tells no names
            json_serializer=_dumps,
            json_deserializer=orjson.loads,
        )
        event.listen(self.engine.sync_engine, "handle_error", _give_up_connection)
        event.listen(self.engine.sync_engine, "handle_error", _tell_no_values)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    def session(self) -> AsyncSession:
        """A session of its own, for reading; the caller closes it."""
        return self._sessions()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        async with self._sessions() as session, session.begin():
            yield session

    async def close(self) -> None:
        await self.engine.dispose()


def _give_up_connection(context: ExceptionContext) -> None:
    """A connection that did not answer in time is thrown away: its rollback would wait for the same silence."""
    if isinstance(context.original_exception, TimeoutError):
        context.is_disconnect = True


#: Classes of SQLSTATE whose details quote the values that were refused: of data, and of integrity.
_QUOTING = ("22", "23")


def _tell_no_values(context: ExceptionContext) -> None:
    """What PostgreSQL quotes of a row that it refused ("Failing row contains …") stands in no log and no answer."""
    cause = context.original_exception.__cause__
    if not isinstance(cause, PostgresError) or not str(cause.sqlstate).startswith(_QUOTING):
        return
    cause.detail = None
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(one.partition("\nDETAIL:")[0] if isinstance(one, str) else one for one in error.args)

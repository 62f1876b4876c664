"""Engines and sessions. One engine for each event loop: asyncpg's connections belong to the loop that opened them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from asyncpg import PostgresError
from sqlalchemy import TextClause, event, orm
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, AsyncSessionTransaction, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import await_only

from kaohe.schema.connections import Connections
from kaohe.schema.lane import QUOTING, Lane


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

#: Prepared statements that a connection keeps: there are some hundreds, and each spares its planning.
_STATEMENTS = 500

#: A statement is planned once on a connection: planning it for the values at hand costs several times what it takes, and
#: the plan is the same, since every index that we use begins with the body (docs/adr/0014).
# Such a plan knows nothing of the values, and guesses that a third of a table is due: it would collect that third, with
# helpers, where the first row of an index tells that nothing is. A table that was empty when a plan was made would be read
# from end to end until somebody counts its rows again.
_PLANNED_ONCE = {
    "plan_cache_mode": "force_generic_plan",
    "enable_bitmapscan": "off",
    "enable_seqscan": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}


def _dumps(value: object) -> str:
    return orjson.dumps(value, default=str).decode()


class _OrmSession(orm.Session):
    """SQLAlchemy's side of a `Session`: it asks for a connection when it needs one, and gets the lane's."""

    def get_bind(self, *_of: Any, **_options: Any) -> Connection:
        found: Connection = self.info["hand_over"]()
        return found


class Session(AsyncSession):
    """A session whose statements in text take the fast lane, until somebody needs the ORM, a savepoint or a stream: from
    then on SQLAlchemy has the same connection, and the same transaction.

    With `autocommit` every statement is a transaction of its own: for reading, without the trips of BEGIN and ROLLBACK.
    """

    sync_session_class = _OrmSession

    def __init__(self, engine: AsyncEngine, connections: Connections, *, autocommit: bool = False) -> None:
        self._engine, self._lane = engine, Lane(engine, connections, autocommit=autocommit)
        self._handed_over: Connection | None = None
        self._slow = False

    @cached_property
    def sync_session(self) -> orm.Session:  # type: ignore[override] # made when somebody needs it: most need none
        super().__init__(expire_on_commit=False, info={"hand_over": self._hand_over})
        made: orm.Session = self.__dict__["sync_session"]
        return made

    @cached_property
    def _proxied(self) -> orm.Session:  # type: ignore[override] # SQLAlchemy's own name for it
        return self.sync_session

    def _hand_over(self) -> Connection:
        """Called by SQLAlchemy where it waits for the driver."""
        self._slow = True
        if self._handed_over is None:
            self._handed_over = Connection(self._engine.sync_engine, await_only(self._lane.connection()))
        return self._handed_over

    def _is_fast(self, statement: Any, params: Any, options: Any) -> bool:
        return not (self._slow or options or isinstance(params, list)) and isinstance(statement, TextClause)

    async def execute(self, statement: Any, params: Any = None, **options: Any) -> Any:
        if self._is_fast(statement, params, options):
            return await self._lane.fetch(statement, params)
        return await super().execute(statement, params, **options)

    async def scalar(self, statement: Any, params: Any = None, **options: Any) -> Any:
        if self._is_fast(statement, params, options):
            return (await self._lane.fetch(statement, params)).scalar()
        return await super().scalar(statement, params, **options)

    async def scalars(self, statement: Any, params: Any = None, **options: Any) -> Any:
        if self._is_fast(statement, params, options):
            return (await self._lane.fetch(statement, params)).scalars()
        return await super().scalars(statement, params, **options)

    def begin(self) -> AsyncSessionTransaction:
        self._slow = True
        return super().begin()

    def begin_nested(self) -> AsyncSessionTransaction:
        self._slow = True
        return super().begin_nested()

    async def commit(self) -> None:
        orm_has_some = self._slow or ("sync_session" in self.__dict__ and self.new)
        await (super().commit() if orm_has_some else self._lane.commit())

    async def rollback(self) -> None:
        await (super().rollback() if self._slow else self._lane.rollback())

    async def close(self) -> None:
        if self._slow:
            await super().close()
        await self._lane.close()

    async def __aexit__(self, kind: Any, error: Any, traceback: Any) -> None:
        if kind is None and not self._slow:
            await self._lane.close()
        else:
            await super().__aexit__(kind, error, traceback)


class Database:
    """Some connections and the sessions made of them.

    A statement that is not answered in time raises TimeoutError, as does a connection that can't be had
    (sqlalchemy.exc.TimeoutError where the pool is exhausted); a connection that breaks raises DBAPIError or OSError.
    """

    def __init__(self, url: str, *, pool_size: int = 10, patience: Patience | None = None) -> None:
        self.url = url
        patience = patience or PATIENCE
        self.engine: AsyncEngine = create_async_engine(
            url,
            poolclass=NullPool,  # they are kept by `Connections`
            connect_args={
                "timeout": patience.connect,
                "command_timeout": patience.command,
                "server_settings": {**patience.server_settings(), **_PLANNED_ONCE},
                "statement_cache_size": _STATEMENTS,
                "max_cached_statement_lifetime": 0,
            },
            hide_parameters=True,  # an error in a log tells no names
            json_serializer=_dumps,
            json_deserializer=orjson.loads,
        )
        event.listen(self.engine.sync_engine, "handle_error", _give_up_connection)
        event.listen(self.engine.sync_engine, "handle_error", _tell_no_values)
        self._connections = Connections(self.engine, pool_size, patience.pool)

    def session(self) -> Session:
        """A session of its own, whose transaction ends with it: taken back unless it is committed."""
        return Session(self.engine, self._connections)

    def reading(self) -> Session:
        """A session for reading alone: each statement sees what is committed at its moment."""
        return Session(self.engine, self._connections, autocommit=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        async with self.session() as session:
            yield session
            await session.commit()

    async def close(self) -> None:
        await self._connections.close()
        await self.engine.dispose()


def _give_up_connection(context: ExceptionContext) -> None:
    """A connection that did not answer in time is thrown away: its rollback would wait for the same silence."""
    if isinstance(context.original_exception, TimeoutError):
        context.is_disconnect = True


def _tell_no_values(context: ExceptionContext) -> None:
    """What PostgreSQL quotes of a row that it refused ("Failing row contains …") stands in no log and no answer."""
    cause = context.original_exception.__cause__
    if not isinstance(cause, PostgresError) or not str(cause.sqlstate).startswith(QUOTING):
        return
    cause.detail = None
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(one.partition("\nDETAIL:")[0] if isinstance(one, str) else one for one in error.args)

"""The fast lane (快车道): statements in text go straight to asyncpg, over a connection that SQLAlchemy has opened.

Such a statement costs this process an eighth of what it costs through SQLAlchemy's layers (docs/adr/0016). Parameters are
named as usual, and errors are SQLAlchemy's.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import asyncpg
from sqlalchemy import TextClause, text
from sqlalchemy.dialects.postgresql import asyncpg as dialects
from sqlalchemy.exc import MultipleResultsFound, NoResultFound
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util.concurrency import greenlet_spawn

from kaohe.schema.connections import Connections, as_sqlalchemy

_DIALECT = dialects.dialect()  # type: ignore[no-untyped-call]

#: Statements kept in the form that PostgreSQL reads.
_KEPT = 2_000

_DRIVER_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)

#: Classes of SQLSTATE whose details quote the values that were refused: of data, and of integrity.
QUOTING = ("22", "23")


class Row(asyncpg.Record):  # type: ignore[misc] # asyncpg has no types
    """A row: a mapping by column, whose columns are attributes too."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class Rows:
    """What a statement answered, with those of SQLAlchemy's names for reading a result that we use."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def mappings(self) -> "Rows":
        return self

    def scalars(self) -> "Rows":
        """The first column of each row."""
        return Rows([row[0] for row in self._rows])

    def all(self) -> Sequence[Any]:
        return self._rows

    def first(self) -> Any:
        """The first row; None where there is none."""
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        """The only row. Raises NoResultFound, MultipleResultsFound."""
        if not self._rows:
            raise NoResultFound("there is no row where one was expected")
        return self.one_or_none()

    def one_or_none(self) -> Any:
        """The only row, or None. Raises MultipleResultsFound."""
        if len(self._rows) > 1:
            raise MultipleResultsFound("there are several rows where one was expected")
        return self.first()

    def scalar_one(self) -> Any:
        """The first column of the only row. Raises as `one` does."""
        return self.one()[0]

    def scalar(self) -> Any:
        """The first column of the first row; None where there is none."""
        return self._rows[0][0] if self._rows else None


class Lane:
    """One connection, taken with the first statement and kept until `close`."""

    def __init__(self, engine: AsyncEngine, connections: Connections, *, autocommit: bool) -> None:
        self._engine, self._connections, self._autocommit = engine, connections, autocommit
        self._pooled: Any = None

    async def connection(self) -> Any:
        """The connection as SQLAlchemy knows it."""
        if self._pooled is None:
            self._pooled = await self._connections.take()
        return self._pooled

    async def fetch(self, statement: TextClause, parameters: Mapping[str, Any] | None) -> Rows:
        """Execute one statement. Raises DBAPIError and its kin, OSError; TimeoutError where no answer comes in time."""
        sql, names = _prepared(statement.text)
        arguments = tuple([parameters[name] for name in names]) if parameters else ()
        pooled = await self.connection()
        adapter = pooled.dbapi_connection
        for note in self._engine.sync_engine.dispatch.before_cursor_execute:
            note(None, None, sql, arguments, None, False)
        try:
            if not self._autocommit and adapter._transaction is None:
                # As SQLAlchemy itself begins: where it takes over, it finds its own transaction under way.
                await adapter._start_transaction()
            return Rows(await pooled.driver_connection.fetch(sql, *arguments, record_class=Row))
        except TimeoutError:
            await greenlet_spawn(pooled.invalidate)  # its rollback would wait for the same silence
            raise
        except _DRIVER_ERRORS as error:
            raise await self._translated(error, sql) from error
        except adapter.dbapi.Error as error:  # of BEGIN
            raise await self._wrapped(error, "BEGIN") from error

    async def commit(self) -> None:
        """Commit what was begun, if anything was. Raises as `fetch` does."""
        await self._end("commit")

    async def rollback(self) -> None:
        """Take back what was begun, if anything was."""
        await self._end("rollback")

    async def _end(self, how: str) -> None:
        if self._pooled is None or not self._pooled.is_valid:
            return
        adapter = self._pooled.dbapi_connection
        transaction, adapter._transaction = adapter._transaction, None  # over, however it ends
        if transaction is None:
            return
        try:
            await getattr(transaction, how)()
        except TimeoutError:
            await greenlet_spawn(self._pooled.invalidate)  # the next to have it would wait for the same silence
            raise
        except _DRIVER_ERRORS as error:
            raise await self._translated(error, how.upper()) from error

    async def close(self) -> None:
        """Give the connection back; what was not committed is rolled back."""
        if self._pooled is not None:
            pooled, self._pooled = self._pooled, None
            await self._connections.give_back(pooled)

    async def _translated(self, error: Any, sql: str) -> BaseException:
        if str(getattr(error, "sqlstate", "")).startswith(QUOTING):
            error.detail = None  # "Failing row contains …" stands in no log and no answer
        adapter = self._pooled.dbapi_connection
        try:
            adapter._handle_exception(error)
        except adapter.dbapi.Error as translated:
            return await self._wrapped(translated, sql)
        raise AssertionError("an error that was handled is raised again")

    async def _wrapped(self, error: Any, sql: str) -> BaseException:
        """SQLAlchemy's error for the driver's. A connection that is gone is not given back."""
        pooled = self._pooled
        # A driver that is confused has met its server's last words.
        gone = pooled.driver_connection.is_closed() or isinstance(error.__cause__, asyncpg.InternalClientError)
        dbapi = pooled.dbapi_connection.dbapi
        if gone:
            await greenlet_spawn(pooled.invalidate, error)
        return as_sqlalchemy(error, sql, dbapi, gone=gone)


@lru_cache(maxsize=_KEPT)
def _prepared(named: str) -> tuple[str, tuple[str, ...]]:
    """A statement with numbered places, and the name of the parameter for each."""
    compiled = text(named).compile(dialect=_DIALECT)
    return compiled.string, tuple(compiled.positiontup or ())

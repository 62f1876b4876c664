"""The connections of a process (连接): a handful, kept open, each lent to one session at a time.

SQLAlchemy opens them and closes them; lending is ours, since its own pool costs more than most of our statements take.
"""

import asyncio
from typing import Any, cast

from sqlalchemy.exc import DBAPIError, ResourceClosedError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util.concurrency import greenlet_spawn


def as_sqlalchemy(error: Any, statement: str, dbapi: Any, *, gone: bool) -> BaseException:
    """SQLAlchemy's error for one of the driver's (DBAPIError and its kin), without the values that a statement was given."""
    return cast(
        "BaseException",
        DBAPIError.instance(statement, None, error, dbapi.Error, hide_parameters=True, connection_invalidated=gone),
    )


class Connections:
    """At most `size` of them, opened when they are needed. The last one given back is lent first: it knows the statements.

    `patience` is how long, in seconds, somebody waits for one; those who wait get theirs in the order in which they came.
    """

    def __init__(self, engine: AsyncEngine, size: int, patience: float) -> None:
        self._engine, self._size, self._patience = engine, size, patience
        self._free = asyncio.Semaphore(size)
        self._idle: list[Any] = []
        self._closed = False

    async def take(self) -> Any:
        """One that is open, as SQLAlchemy knows it. Raises sqlalchemy.exc.TimeoutError where none comes free in time,
        ResourceClosedError after `close`, and what opening one raises."""
        await self._turn()
        try:
            if self._closed:
                raise ResourceClosedError("the connections of this database were closed: it can't be asked any more")
            while self._idle:
                pooled = self._idle.pop()
                if not pooled.driver_connection.is_closed():
                    return pooled
                await greenlet_spawn(pooled.invalidate)  # its server went away while nobody used it
            return await self._opened()
        except BaseException:
            self._free.release()
            raise

    async def give_back(self, pooled: Any) -> None:
        """Take one back, without what was not committed on it. One that is gone, or was given up, is not kept."""
        try:
            if pooled.is_valid and pooled.dbapi_connection._transaction is not None:
                await greenlet_spawn(pooled.dbapi_connection.rollback)
        except Exception:  # it is gone: what went wrong on it is told by whoever used it
            await greenlet_spawn(pooled.invalidate)
        except BaseException:  # cancelled half-way: nobody knows what is on it
            pooled.driver_connection.terminate()
            raise
        finally:
            if pooled.is_valid and not pooled.driver_connection.is_closed():
                self._idle.append(pooled)
            self._free.release()
            if self._closed:
                await self._close_idle()

    async def close(self) -> None:
        """Close those that are not lent, for good: one that is lent is closed when it is given back."""
        self._closed = True
        await self._close_idle()

    async def _close_idle(self) -> None:
        while self._idle:
            await greenlet_spawn(self._idle.pop().close)

    async def _opened(self) -> Any:
        dbapi = self._engine.sync_engine.dialect.loaded_dbapi
        try:
            return await self._engine.raw_connection()
        except dbapi.Error as error:
            raise as_sqlalchemy(error, "connect", dbapi, gone=True) from error

    async def _turn(self) -> None:
        if not self._free.locked():
            await self._free.acquire()  # at once
            return
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise PoolTimeout(f"none of {self._size} connections came free within {self._patience:.0f} s") from None

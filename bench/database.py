"""The database server of a run, and the databases of the ratios.

The embedded server as it is in production (fsync, synchronous_commit on). Two settings differ, for both sides of every
ratio: checkpoints are rarer, so that none that the seeding brought falls into a measurement, and more may connect.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg

from kaohe.schema.embedded import EmbeddedServer
from kaohe.schema.migrate import upgrade_async

OPTIONS = {"max_wal_size": "4GB", "max_connections": "200"}

_TEMPLATE = "bench_template"


class Databases:
    """A server that lives while the block runs; `new` makes a migrated database, emptied where there was one."""

    def __init__(self, folder: Path) -> None:
        self._server = EmbeddedServer(folder, durable=True, options=OPTIONS)
        self._ready = False

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    def url(self, name: str) -> str:
        """For kaohe (DATABASE_URL) and SQLAlchemy."""
        return self._server.url(name)

    async def new(self, name: str) -> str:
        """A migrated database without rows, under this name; its URL."""
        if not self._ready:
            await self._recreate(_TEMPLATE, "template1")
            await upgrade_async(self.url(_TEMPLATE))
            self._ready = True
        await self._recreate(name, _TEMPLATE)
        return self.url(name)

    async def copy(self, name: str, of: str) -> str:
        """A database with the rows of another, which nobody may be connected to; its URL."""
        await self._recreate(name, of)
        return self.url(name)

    async def drop(self, name: str) -> None:
        async with connected(self.url("postgres")) as connection:
            await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def _recreate(self, name: str, template: str) -> None:
        await self.drop(name)
        async with connected(self.url("postgres")) as connection:
            await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def dsn(url: str) -> str:
    """The URL as asyncpg and psycopg read it."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of asyncpg."""
    connection = await asyncpg.connect(dsn(url))
    try:
        yield connection
    finally:
        await connection.close()


async def settle(url: str) -> None:
    """After seeding: statistics and visibility maps are there, and nothing is left for a checkpoint to write."""
    async with connected(url) as connection:
        await connection.execute("VACUUM (ANALYZE)")
        await connection.execute("CHECKPOINT")


@asynccontextmanager
async def without_indexes(connection: asyncpg.Connection, tables: Iterable[str]) -> AsyncIterator[None]:
    """Rows are seeded in bulk while the block runs: plain indexes of the tables are dropped before it and made after it.

    Primary keys and unique constraints stay.
    """
    rows = await connection.fetch(
        """SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made_by
             FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
            WHERE i.indrelid = ANY(CAST(CAST($1 AS text[]) AS regclass[])) AND c.oid IS NULL ORDER BY 1""",
        list(tables),
    )
    for row in rows:
        await connection.execute(f"DROP INDEX {row['name']}")
    yield
    for row in rows:
        await connection.execute(row["made_by"])

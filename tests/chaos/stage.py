"""Where runs take place: the deployment of compose.yaml, and a world that is built once and copied for each run."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg
from chaos.world import Sizes, World, build
from sqlalchemy import text
from sqlalchemy.engine import make_url
from support.topology import Topology

from kaohe.schema.embedded import EmbeddedServer
from kaohe.schema.embedded.cluster import DATABASE
from kaohe.schema.session import Database

_KEPT = "chaos_world"

APIS, WORKERS = 2, 3

#: Pause between two sweeps of a worker.
SWEEP_SECONDS = 0.5


class Stage:
    """A context manager that ends every process. Use it from the main thread."""

    def __init__(self, folder: Path, deadlines: int) -> None:
        self._deadlines = deadlines
        self.topology = Topology(folder, given={"KAOHE_SWEEP_SECONDS": str(SWEEP_SECONDS)})
        # PostgreSQL is killed here, but nobody cuts the power: what it has handed to the kernel at a commit is safe.
        self.topology.postgres = EmbeddedServer(folder / "pg", durable=False, options={"synchronous_commit": "on"})
        self.world: World | None = None

    async def prepare(self) -> World:
        """Start PostgreSQL and Redis, migrate, and build the world."""
        topology = self.topology
        topology.start_postgres()
        topology.start_redis()
        await asyncio.to_thread(topology.migrate)
        async with self.database() as database:
            # Noon of yesterday in Shanghai: every run of a day has the same reminders still to come.
            noon = (datetime.now(UTC) - timedelta(days=1)).replace(hour=4, minute=0, second=0, microsecond=0)
            self.world = await build(database, Sizes.of(self._deadlines), noon)
            async with database.transaction() as session:  # autovacuum has had its turn since that day
                await session.execute(text("ANALYZE"))
        await self._administer(f"ALTER DATABASE {DATABASE} RENAME TO {_KEPT}")
        return self.world

    async def begin(self) -> None:
        """A fresh copy of the world, and the processes on it, ready."""
        topology = self.topology
        for process in (*topology.apis.values(), *topology.workers.values()):
            process.end()
        await self._administer(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        await self._administer(f"CREATE DATABASE {DATABASE} TEMPLATE {_KEPT}")
        await self._administer("CHECKPOINT")  # recovery is from the faults of this run, not from the copying
        await asyncio.to_thread(topology.redis.restart)
        for number in range(1, APIS + 1):
            topology.api(number)
        for number in range(1, WORKERS + 1):
            topology.worker(number)
        await topology.ready()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """Connections of the run's own, closed at the end."""
        database = Database(self.topology.database_url, pool_size=2)
        try:
            yield database
        finally:
            await database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.topology.__exit__(kind, error, trace)

    async def _administer(self, statement: str) -> None:
        address = make_url(self.topology.database_url).set(drivername="postgresql", database="postgres")
        connection = await asyncpg.connect(address.render_as_string(hide_password=False))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

"""The same rows for every round: a database that was seeded once is copied for each measurement."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import asyncpg

from bench.bulk.organisation import Organisation
from bench.context import Bench
from bench.database import connected, settle

Seed = Callable[[asyncpg.Connection, Organisation, datetime], Awaitable[None]]


class Rounds:
    """A seeded database and copies of it."""

    def __init__(self, bench: Bench, name: str) -> None:
        self._databases, self._name = bench.databases, name
        self._copies = set[str]()

    async def seed(self, seed: Seed, size: Organisation, now: datetime) -> None:
        """Seed the database once."""
        url = await self._databases.new(self._name)
        async with connected(url) as connection:
            await seed(connection, size, now)
        await settle(url)

    async def fresh(self, side: str) -> str:
        """A copy for one side's next measurement, with nothing left for a checkpoint to write; its URL."""
        name = f"{self._name}_{side}"
        self._copies.add(name)
        url = await self._databases.copy(name, self._name)
        async with connected(url) as connection:
            await connection.execute("CHECKPOINT")
        return url

    async def drop(self) -> None:
        """Nothing of it stays on the disk."""
        for name in (*self._copies, self._name):
            await self._databases.drop(name)

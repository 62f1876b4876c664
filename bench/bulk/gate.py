"""Carrying out what is due, in a process of its own that is set up like `kaohe worker`. It relays nothing.

As a program (`python -m bench.bulk.gate URL MOMENT FOLDER`) it does so once and prints the seconds, of wall and of processor.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bench.database import connected
from bench.processes import finished
from kaohe.clock import SetClock
from kaohe.config import Settings
from kaohe.memory import loaded, return_large_blocks
from kaohe.schema.session import Database
from kaohe.workers.work import Work


@asynccontextmanager
async def worker(url: str, now: datetime, var: Path) -> AsyncIterator[Work]:
    """The work of a worker process on a database, at a moment that stands still. Nobody is woken up by it.

    A connection is open when the block begins.
    """
    settings = Settings(var=var)
    database = Database(url, pool_size=settings.pool_size)
    async with database.transaction():
        pass
    work = Work(database, SetClock(now), settings, lambda name: None)
    try:
        yield work
    finally:
        await work.close()


async def enforce(work: Work) -> None:
    """All that is due, and all the parts that it was shared out in."""
    await work.sweep()
    await work.carry_out_parts()


@dataclass
class Enforced:
    """Runs of `timed`: wall seconds are its answer, the worker's processor seconds are kept."""

    cpu: list[float] = field(default_factory=list)

    async def timed(self, url: str, now: datetime, folder: Path) -> float:
        """Carry out all that is due in this database; the seconds that it took. AssertionError where some is left."""
        command = [sys.executable, "-m", "bench.bulk.gate", url, now.isoformat(), str(folder)]
        taken = json.loads((await finished(command, folder)).splitlines()[-1])
        await require_fired(url)
        self.cpu.append(taken["cpu"])
        return float(taken["wall"])


async def require_fired(url: str) -> None:
    """Raises AssertionError where a deadline did not fire, with the first error."""
    async with connected(url) as connection:
        row = await connection.fetchrow("SELECT count(*), max(error) FROM deadline WHERE fired_at IS NULL")
    if row[0]:
        raise AssertionError(f"{row[0]} deadlines have not fired: {row[1]}")


async def _once(url: str, now: datetime, folder: Path) -> dict[str, float]:
    async with worker(url, now, folder) as work:
        loaded(in_bulk=True)
        begun, cpu = time.perf_counter(), time.process_time()
        await enforce(work)
        return {"wall": time.perf_counter() - begun, "cpu": time.process_time() - cpu}


if __name__ == "__main__":
    return_large_blocks()
    print(json.dumps(asyncio.run(_once(sys.argv[1], datetime.fromisoformat(sys.argv[2]), Path(sys.argv[3])))))

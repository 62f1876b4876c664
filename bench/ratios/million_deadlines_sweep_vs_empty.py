"""An idle sweep with a million deadlines still to come, against one where the table is empty.

A sweep is all that a worker process asks the database when it looks: what waits (kaohe.workers.waiting), whether a deadline can
be claimed, whether a part of one waits. Nothing does.
"""

import time
from datetime import UTC, datetime, timedelta
from statistics import median

from bench.alternate import AtMost, Measured
from bench.bulk.cases import CYCLE
from bench.bulk.gate import enforce, worker
from bench.bulk.organisation import BODY, Organisation
from bench.bulk.stages import seed_summaries
from bench.context import Bench
from bench.database import connected, settle
from kaohe.schema.session import Database
from kaohe.workers.waiting import waiting

NAME = "million_deadlines_sweep_vs_empty"
MEANING = "an idle sweep with 1 M future deadlines against an empty table"
WANT = AtMost(1.2)

# Due over the next weeks, one after the other.
_FUTURE = """
INSERT INTO deadline (body_id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark, due_at, provisional)
SELECT $1, 'assessment', n % 100000 + 1, $2, 'review', 1, 0, 'remind', n / 100000, $4::timestamptz + n * interval '1 second',
       false
  FROM generate_series(1, $3::int) n
"""


async def measure(bench: Bench) -> Measured:
    now, looks = datetime.now(UTC), bench.size(400, 10)
    deadlines = bench.size(1_000_000, 5_000)
    full, empty = await _seeded(bench, "sweep_full", now, deadlines), await _seeded(bench, "sweep_empty", now, 0)

    async def ours() -> float:
        return await _sweeps(bench, full, now, looks)

    async def floor() -> float:
        return await _sweeps(bench, empty, now, looks)

    found = await bench.compare(("1 M deadlines", ours), ("none", floor), "ms")
    for name in ("sweep_full", "sweep_empty"):
        await bench.databases.drop(name)
    return Measured(
        found.ratio, found.sides, {"deadlines": deadlines, "sweeps a round": looks}, "no sweep found anything"
    )


async def _seeded(bench: Bench, name: str, now: datetime, deadlines: int) -> str:
    url = await bench.databases.new(name)
    async with connected(url) as connection:
        await seed_summaries(connection, Organisation(1_000), now)
        await connection.execute("DELETE FROM deadline")
        await connection.execute(_FUTURE, BODY, CYCLE, deadlines, now + timedelta(hours=1))
    await settle(url)
    return url


async def _sweeps(bench: Bench, url: str, now: datetime, looks: int) -> float:
    """The median of so many idle sweeps, in milliseconds. AssertionError where one finds something."""
    database, taken = Database(url), []
    async with worker(url, now, bench.folder) as work:
        for _ in range(looks):
            begun = time.perf_counter()
            found = await waiting(database, now)
            await enforce(work)
            taken.append(time.perf_counter() - begun)
            if found:
                raise AssertionError(f"something waits: {found}")
    await database.close()
    return 1e3 * median(taken)

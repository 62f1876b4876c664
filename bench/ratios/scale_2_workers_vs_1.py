"""One deadline over many cases carried out by two worker processes, against one.

These are whole workers (`kaohe worker` with a Redis), with everything that they do at the same time: looking, relaying the
outbox. The deadline comes due while they idle; the time runs until it has fired, which the last part of it does.
"""

import asyncio
import sys
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.alternate import AtLeast, Measured
from bench.bulk.compared import require_chains
from bench.bulk.organisation import Organisation
from bench.bulk.redis_server import redis_server
from bench.bulk.rounds import Rounds
from bench.bulk.stages import seed_summaries
from bench.context import Bench
from bench.database import connected, dsn
from kaohe.workflow.outbox import HINT

NAME = "scale_2_workers_vs_1"
MEANING = "bulk enforcement by two worker processes against one"
WANT = AtLeast(1.1)

_GIVE_UP_SECONDS = 120

_LATER = "UPDATE deadline SET due_at = $1"
_FIRED = "SELECT fired_at IS NOT NULL FROM deadline WHERE subject = 'cycle'"
_MOVED = "SELECT count(*) FROM assessment WHERE state = 'aggregation'"


async def measure(bench: Bench) -> Measured:
    now, size = datetime.now(UTC), Organisation(bench.size(40_000, 1_200))
    rounds, last = Rounds(bench, "scale"), ""
    await rounds.seed(seed_summaries, size, now)

    async def by(count: int) -> float:
        nonlocal last
        last = await rounds.fresh(f"by_{count}")
        return size.people / await _enforced(bench, last, count, size.people)

    found = await bench.compare(("two workers", lambda: by(2)), ("one worker", lambda: by(1)), "cases/s")
    await require_chains(last, size.people)
    await rounds.drop()
    return Measured(found.ratio, found.sides, {"cases": size.people}, "all cases moved each time; chains verified")


async def _enforced(bench: Bench, url: str, count: int, cases: int) -> float:
    """Seconds from the moment at which the deadline came due until the workers had carried it out."""
    command = [str(Path(sys.executable).parent / "kaohe"), "worker"]
    async with AsyncExitStack() as stack:
        connection = await stack.enter_async_context(connected(url))
        await connection.execute(_LATER, datetime.now(UTC) + timedelta(days=1))
        redis = await stack.enter_async_context(redis_server(bench))
        for number in range(count):
            var = bench.folder / f"worker-{number}"
            env = {"DATABASE_URL": dsn(url), "REDIS_URL": redis, "KAOHE_VAR": str(var)}
            worker = await stack.enter_async_context(bench.child(command, env, ready="kaohe worker: ready"))
        await asyncio.sleep(2)  # their first look is behind them, and they listen to hints
        begun = time.monotonic()
        await connection.execute(_LATER, datetime.now(UTC))
        await connection.execute("SELECT pg_notify($1, '')", HINT)
        while not await connection.fetchval(_FIRED):
            if time.monotonic() > begun + _GIVE_UP_SECONDS:
                said = worker.log.read_text(errors="replace")[-2_000:]
                raise AssertionError(f"the deadline has not fired after {_GIVE_UP_SECONDS} s; a worker says:\n{said}")
            await asyncio.sleep(0.02)
        taken = time.monotonic() - begun
        moved = await connection.fetchval(_MOVED)
    if moved != cases:
        raise AssertionError(f"{moved} cases of {cases} were moved")
    return taken

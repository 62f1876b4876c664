"""A stage gate of 100,000 cases through the bulk door, against one statement of SQL that writes the same rows.

The gate is the end of the summaries' term (miss_summary). Of the gates that no human opens it is the one that does all that
a gate can: each case changes its state, a task of the person is closed and one of the unit's clerk opened, the person is
told. The end of publicity opens no task, that of feedback has a term for each person.

Ours: what a worker process does from the moment at which the deadline is due until it has fired: claim it, share its cases out,
and for each part lock, rebuild every snapshot, judge all guards, plan, chain the hashes, write. Relaying what then lies in
the outbox is not part of it on either side. The floor is bench/bulk/sql_gate.py.
"""

import time
from datetime import UTC, datetime

from bench.alternate import AtMost, Measured
from bench.bulk.compared import require_chains, require_same
from bench.bulk.gate import Enforced
from bench.bulk.organisation import Organisation
from bench.bulk.rounds import Rounds
from bench.bulk.sql_gate import end_summaries
from bench.bulk.stages import seed_summaries
from bench.context import Bench
from bench.database import connected

NAME = "bulk_gate_time_vs_sql"
MEANING = "100,000 through the bulk door, hash chain, outbox and tasks included, against one CTE"
WANT = AtMost(2.0)


async def measure(bench: Bench) -> Measured:
    now, size = datetime.now(UTC), Organisation(bench.size(100_000, 1_200))
    rounds, enforced, last = Rounds(bench, "gate"), Enforced(), dict[str, str]()
    await rounds.seed(seed_summaries, size, now)

    async def ours() -> float:
        last["ours"] = await rounds.fresh("ours")
        return await enforced.timed(last["ours"], now, bench.folder)

    async def floor() -> float:
        last["floor"] = await rounds.fresh("floor")
        async with connected(last["floor"]) as connection:
            begun = time.perf_counter()
            await end_summaries(connection, now)
            return time.perf_counter() - begun

    found = await bench.compare(("bulk door", ours), ("one CTE", floor), "s")
    checked = await require_same(last["ours"], last["floor"])
    await require_chains(last["ours"], size.people)
    await rounds.drop()
    figures = {
        "cases": size.people,
        "units": size.units,
        "cases/s": size.people / found.sides["bulk door"].median,
        "us of processor a case, of the worker": 1e6 * min(enforced.cpu) / size.people,
    }
    return Measured(found.ratio, found.sides, figures, f"equal on both sides, hashes aside: {checked}; chains verified")

"""Ballots to scores: 100,000 people with 15 raters each, against one GROUP BY whose scores are written into a table.

Ours begins where ballots are counted: kaohe keeps no ratings that could be grouped, but each person's tallies (docs/ballots.md).
The deadline of the aggregation stage is carried out as a worker does it: claimed and shared out; for each part the facts are
gathered, everybody is scored by the policy's rules with a breakdown line by line, grades are proposed within the units' places,
and the door moves the cases on to review: state, score, breakdown, proposed grade, hash chain, tasks, outbox.

What comes before is measured apart, in `figures`: opening envelopes and tallying them, which no GROUP BY has to do. Once all have
cast, a worker counts a box of 50 people in the time given there; boxes close at different moments, unit by unit.

The floor reads one row for each rating and comes to the same scores, which are compared.
"""

import time
from datetime import UTC, datetime

from bench.alternate import AtMost, Measured
from bench.bulk.ballots import LEAVES, group_by, seed_ballots, seed_ratings
from bench.bulk.compared import require_chains
from bench.bulk.counting import counting_figures
from bench.bulk.gate import Enforced
from bench.bulk.organisation import Organisation
from bench.bulk.rounds import Rounds
from bench.context import Bench
from bench.database import connected, settle

NAME = "aggregate_time_vs_sql"
MEANING = "ballots to scores, breakdowns and proposed grades written, 100,000 people × 15 raters, against the written GROUP BY"
WANT = AtMost(5.0)


async def measure(bench: Bench) -> Measured:
    now, size = datetime.now(UTC), Organisation(bench.size(100_000, 1_200))
    rounds, enforced, last = Rounds(bench, "aggregate"), Enforced(), dict[str, str]()
    await rounds.seed(seed_ballots, size, now)
    ratings = await bench.databases.new("aggregate_ratings")
    async with connected(ratings) as connection:
        await seed_ratings(connection, size)
    await settle(ratings)

    async def ours() -> float:
        last["ours"] = await rounds.fresh("ours")
        return await enforced.timed(last["ours"], now, bench.folder)

    async def floor() -> float:
        async with connected(ratings) as connection:
            await connection.execute("TRUNCATE scored")
            await connection.execute("CHECKPOINT")
            begun = time.perf_counter()
            await group_by(connection)
            return time.perf_counter() - begun

    found = await bench.compare(("bulk door", ours), ("one GROUP BY", floor), "s")
    checked = await _require_same(last["ours"], ratings)
    await require_chains(last["ours"], size.people)
    await rounds.drop()
    await bench.databases.drop("aggregate_ratings")
    figures = {
        "people": size.people,
        "ratings": size.people * len(LEAVES),
        "people/s": size.people / found.sides["bulk door"].median,
        "us of processor a person, of the worker": 1e6 * min(enforced.cpu) / size.people,
        **await counting_figures(bench, now),
    }
    return Measured(found.ratio, found.sides, figures, checked)


_OURS = "SELECT person_id, score FROM assessment WHERE state = 'review' AND breakdown IS NOT NULL ORDER BY person_id"
_FLOOR = "SELECT person_id, score FROM scored ORDER BY person_id"


async def _require_same(ours: str, floor: str) -> str:
    """Every score is the same on both sides, and grades are proposed. AssertionError where that is not so."""
    async with connected(ours) as here, connected(floor) as there:
        scores, grouped = await here.fetch(_OURS), await there.fetch(_FLOOR)
        proposed = await here.fetchval("SELECT count(*) FROM assessment WHERE proposed_grade IS NOT NULL")
    if [tuple(one) for one in scores] != [tuple(one) for one in grouped]:
        raise AssertionError(f"{len(scores)} scores here, {len(grouped)} there, and they are not the same")
    if not proposed:
        raise AssertionError("no grade is proposed")
    return f"{len(scores):,} scores equal on both sides, {proposed:,} grades proposed; chains verified"

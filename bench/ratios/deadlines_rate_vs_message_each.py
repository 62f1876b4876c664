"""100,000 deadlines that are due at once, each a row of its own, against one dramatiq message each.

Ours carries them out: each ends the term in which a person signs for his result (deem_acknowledged). One worker process claims
them in batches, locks the cases and judges them, moves each through the door to the archive, with history, task and outbox,
and notes what came of it.

The peer only marks: one message each lies in a real Redis, one dramatiq worker process with its usual eight threads takes
them, and its actor sets `fired_at` of one row, in a transaction of its own. It is given a tenth of the deadlines: its rate
does not depend on how many there are.
"""

from datetime import UTC, datetime

from bench.alternate import AtLeast, Measured
from bench.bulk.compared import require_chains
from bench.bulk.gate import Enforced
from bench.bulk.messages import marked_each
from bench.bulk.organisation import Organisation
from bench.bulk.rounds import Rounds
from bench.bulk.stages import seed_own_terms
from bench.context import Bench
from bench.database import connected

NAME = "deadlines_rate_vs_message_each"
MEANING = "100,000 deadlines enforced, with their moves, against one message each that only marks"
WANT = AtLeast(5.0)


async def measure(bench: Bench) -> Measured:
    now = datetime.now(UTC)
    size, of_peer = Organisation(bench.size(100_000, 1_200)), Organisation(bench.size(10_000, 300))
    enforced, last = Enforced(), ""
    rounds, rounds_of_peer = Rounds(bench, "own_terms"), Rounds(bench, "own_terms_peer")
    await rounds.seed(seed_own_terms, size, now)
    await rounds_of_peer.seed(seed_own_terms, of_peer, now)

    async def ours() -> float:
        nonlocal last
        last = await rounds.fresh("ours")
        return size.people / await enforced.timed(last, now, bench.folder)

    async def peer() -> float:
        return await marked_each(bench, await rounds_of_peer.fresh("peer"), of_peer.people)

    found = await bench.compare(("enforced", ours), ("a message each", peer), "deadlines/s")
    async with connected(last) as connection:
        archived = await connection.fetchval("SELECT count(*) FROM assessment WHERE state = 'archived'")
    if archived != size.people:
        raise AssertionError(f"{archived} cases of {size.people} are archived")
    await require_chains(last, size.people)
    await rounds.drop()
    await rounds_of_peer.drop()
    figures = {
        "deadlines": size.people,
        "messages": of_peer.people,
        "us of processor a deadline, of the worker": 1e6 * min(enforced.cpu) / size.people,
    }
    return Measured(found.ratio, found.sides, figures, f"all {archived:,} cases moved on; chains verified")

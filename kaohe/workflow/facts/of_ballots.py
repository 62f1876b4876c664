"""What people received in ballot boxes that are counted (计票结果, S1-18). A box that is not counted gives nothing: the score
waits for it."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.facts.model import BallotTally
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts.source import Found, Source

_SQL = text("""
SELECT t.assessment_id, b.key, t.categories, t.weight, t.ballots, t.value
  FROM ballot_tally t JOIN ballot_box b ON b.body_id = t.body_id AND b.id = t.box_id AND b.state = 'counted'
 WHERE t.body_id = :body_id AND t.assessment_id = ANY(:ids) ORDER BY t.assessment_id, t.id
""")


async def read_tallies(session: AsyncSession, situation: Situation, ids: Sequence[int]) -> Found:
    """The tallies of each case by box."""
    found: dict[int, dict[str, list[BallotTally]]] = defaultdict(lambda: defaultdict(list))
    for one, box, categories, weight, ballots, value in await session.execute(
        _SQL, {"body_id": situation.body_id, "ids": list(ids)}
    ):
        found[one][box].append(BallotTally(tuple(categories), _fraction(weight), ballots, _fraction(value)))
    return {one: {"ballots": {box: tuple(tallies) for box, tallies in boxes.items()}} for one, boxes in found.items()}


@lru_cache(maxsize=10_000)  # scores are whole steps: many people's means are equal, and all their weights
def _fraction(text: str) -> Fraction:
    """What `str` of a fraction says, as counting keeps it: `4` or `12/5`. Fraction itself reads many more forms, slowly."""
    return Fraction(*map(int, text.split("/")))


def _wanted(policy: Policy) -> bool:
    return bool(policy.ballots.boxes)


OF_BALLOTS = Source(_wanted, read_tallies)

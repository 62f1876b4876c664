"""Counting a box (计票): all its envelopes are opened at once, and what is kept tells of nobody's ballot (S1-18, S1-20).

In one transaction: the scores that stand in a group of three or more, shuffled, under random ids; the tallies of every
group; no envelope any more. The key is destroyed after the commit (tend.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from secrets import SystemRandom
from typing import Any
from uuid import uuid4

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql
from kaohe.workflow.ballots.envelopes import drop_envelopes
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.ballots.envelope import Vote, unpack
from kaohe.workflow.domain.ballots.tally import tally
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.facts.model import BallotTally
from kaohe.workflow.domain.policy.ballots import Box
from kaohe.workflow.door import forget_ballots, move_one
from kaohe.workflow.situations import load_situation

#: Scores of one case by leaf.
_ByLeaf = Mapping[str, Sequence[Decimal]]

_SEALED = text("SELECT envelope FROM sealed_ballot WHERE body_id = :body_id AND box_id = :id")

_CAST = text("SELECT count(*) FROM ballot_rater WHERE body_id = :body_id AND box_id = :id AND has_cast")

# Whoever was excluded while the box was open is not counted.
_STAYED = text("""
SELECT id FROM assessment WHERE body_id = :body_id AND id = ANY(:ratees) AND state NOT IN ('excluded', 'cancelled')
 ORDER BY id
""")

# In the order in which they cast, the raters' rows were written anew: now they are all written at once, by person.
_LEVEL = text("""
WITH gone AS MATERIALIZED (DELETE FROM ballot_rater WHERE body_id = :body_id AND box_id = :id RETURNING *)
INSERT INTO ballot_rater (body_id, id, box_id, person_id, rater_group, reason, has_cast) OVERRIDING SYSTEM VALUE
SELECT body_id, id, box_id, person_id, rater_group, reason, has_cast FROM gone ORDER BY person_id
""")

# The key is destroyed once this is committed: then it must be on the disk, whatever the server's own setting is.
_DURABLE = text("SET LOCAL synchronous_commit = on")

_SCORES = insert_sql("ballot_score", ("body_id", "id", "box_id", "assessment_id", "category", "score"), "rows")

_TALLIES = insert_sql(
    "ballot_tally", ("body_id", "box_id", "assessment_id", "categories", "weight", "ballots", "value"), "rows"
)


async def count_box(session: AsyncSession, key: PrivateKey, box: Mapping[str, Any], now: datetime) -> None:
    """Count a closed box that is locked. Raises Refused where there are too few ballots, or they do not add up."""
    await session.execute(_DURABLE)
    of_box = {"body_id": box["body_id"], "id": box["id"]}
    situation = await load_situation(session, box["body_id"], box["cycle_id"])
    rules = situation.policy.ballots.box(box["key"])
    sealed = list(await session.scalars(_SEALED, of_box))
    ballots = list(_opened(key, rules, box["ratees"], sealed))
    stayed = list(await session.scalars(_STAYED, {"body_id": box["body_id"], "ratees": box["ratees"]}))
    scores = _by_case(ballots, stayed)
    args = {
        "sealed": len(sealed),
        "readable": len(ballots),
        "cast": await session.scalar(_CAST, of_box),
        "fewest": min((sum(map(len, of_case.values())) for of_case in scores.values()), default=None),
    }
    command = Command("count_box", system(box["body_id"]), now, args=args)
    await move_one(session, Subject.BALLOT_BOX, box["id"], command)
    await keep(session, box, {case: (tally(rules, of_case), of_case) for case, of_case in scores.items()})
    await drop_envelopes(session, box["body_id"], [box["id"]])
    await session.execute(_LEVEL, of_box)
    await forget_ballots(session, box["body_id"], box["id"])


async def keep(
    session: AsyncSession, box: Mapping[str, Any], counted: Mapping[int, tuple[Sequence[BallotTally], _ByLeaf]]
) -> None:
    """Keep what a count came to: every case's tallies, and the scores of the groups that were not merged."""
    own = {"body_id": box["body_id"], "box_id": box["id"]}
    tallies = [
        {
            **own,
            "assessment_id": case,
            "categories": list(one.categories),
            "weight": str(one.weight),
            "ballots": one.ballots,
            "value": str(one.value),
        }
        for case, (groups, _) in counted.items()
        for one in groups
    ]
    scores = [
        {**own, "id": uuid4(), "assessment_id": case, "category": leaf, "score": score}
        for case, (groups, of_case) in counted.items()
        for leaf in _standing_alone(groups)
        for score in of_case[leaf]
    ]
    SystemRandom().shuffle(scores)
    for statement, rows in ((_TALLIES, tallies), (_SCORES, scores)):
        await session.execute(text(statement), {"rows": document(rows)})


def _opened(
    key: PrivateKey, rules: Box, ratees: Sequence[int], sealed: Iterable[bytes]
) -> Iterable[Mapping[int, Vote]]:
    """The ballots, as far as they can be read: what was slipped in is not sealed to this key, or is no ballot."""
    opener = SealedBox(key)
    for envelope in sealed:
        try:
            yield unpack(rules, ratees, opener.decrypt(envelope))
        except (CryptoError, ValueError):
            continue


def _by_case(ballots: Iterable[Mapping[int, Vote]], cases: Iterable[int]) -> dict[int, dict[str, list[Decimal]]]:
    scores: dict[int, dict[str, list[Decimal]]] = {case: defaultdict(list) for case in cases}
    for ballot in ballots:
        for case, (leaf, score) in ballot.items():
            if case in scores:
                scores[case][leaf].append(score)
    return scores


def _standing_alone(groups: Iterable[BallotTally]) -> list[str]:
    """The leaves that were not merged: their scores may be kept one by one."""
    return [one.categories[0] for one in groups if len(one.categories) == 1]

"""Computing scores, outcomes and proposed grades (S3-29), and sending the cases on to review."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.cycle_frame import CycleFrame
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.outcomes import Outcome
from kaohe.workflow.domain.proposal import propose
from kaohe.workflow.domain.results import PersonResult
from kaohe.workflow.domain.scoring.breakdown import Line
from kaohe.workflow.domain.scoring.missing import missing_label
from kaohe.workflow.domain.scoring.score import score_person
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.door import Moved, move
from kaohe.workflow.facts import gather
from kaohe.workflow.quota.places import places_now
from kaohe.workflow.situations import load_situations
from kaohe.workflow.visibility import require_visible

_CASES = text("""
SELECT id, cycle_id FROM assessment WHERE body_id = :body_id AND id = ANY(:ids) ORDER BY id FOR UPDATE
""")

# Whoever proposes grades from one pool of places takes turns with whoever else does: clerks, and the parts of a large
# expiry. After the cases, so that the order of locks is the same for all.
_TAKE_TURNS = text("""
SELECT id FROM unit WHERE body_id = :body_id AND id = ANY(:units) ORDER BY id FOR NO KEY UPDATE
""")

_SCORED = text("""
SELECT id, unit_id, score, allowed_grades, proposed_grade FROM assessment
 WHERE body_id = :body_id AND cycle_id = :cycle_id AND unit_id = ANY(:units) AND score IS NOT NULL
   AND state IN ('review', 'decision') AND round = 1 AND NOT id = ANY(:ids)
""")


async def aggregate(
    session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], *, partial: bool = False
) -> Moved:
    """Aggregate these cases, all or none; `partial` (the worker) leaves alone those that are not complete."""
    await require_visible(session, actor, ids)
    found = await session.execute(_CASES, {"body_id": actor.body_id, "ids": list(ids)})
    by_cycle: dict[int, list[int]] = defaultdict(list)
    for one, cycle_id in found:
        by_cycle[cycle_id].append(one)
    situations = await load_situations(session, actor.body_id, by_cycle)
    results: dict[int, Mapping[str, Any]] = {}
    for cycle_id, of_cycle in by_cycle.items():
        results |= await _evaluate(session, situations[cycle_id], of_cycle)
    return await move(
        session, Subject.ASSESSMENT, list(ids), Command("aggregate", actor, now), args=results, partial=partial
    )


async def _evaluate(session: AsyncSession, situation: Situation, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Everyone's result for the door, the proposed grade included: the best within what is left of the unit's places. What
    is missing stands in the words of the policy."""
    frame = CycleFrame.of(Period.parse(situation.period), situation.calendar)
    facts = await gather(session, situation, ids)
    results = {one: score_person(situation.policy, person, frame) for one, person in facts.items()}
    by_unit = situation.policy.quota.by_unit
    pools = {int(result.unit) for result in results.values()} if by_unit else {situation.root_unit_id}
    await session.execute(_TAKE_TURNS, {"body_id": situation.body_id, "units": sorted(pools)})
    offer = await places_now(session, situation, pools if by_unit else None)
    body = offer.of_body()
    beside = await _scored_before(session, situation, results)
    people: dict[str, list[PersonResult]] = defaultdict(list)
    for result in [*results.values(), *beside]:
        people[result.unit if offer.by_unit else ""].append(result)
    grades: dict[str, str] = {}
    new = {result.key for result in results.values()}
    for unit, pool in people.items():
        places = offer.of_unit(int(unit)) if unit else (body.places if body else 0)
        grades |= _proposed(situation.policy, pool, places or 0, new)
    return {
        one: {
            "result": _stored(
                result,
                missing=[missing_label(situation.policy, facts[one], name) for name in result.missing],
                proposed_grade=result.proposed_grade or grades.get(result.key),
            )
        }
        for one, result in results.items()
    }


def _proposed(policy: Policy, pool: Sequence[PersonResult], places: int, new: set[str]) -> dict[str, str]:
    """Proposed grades of one pool. What was proposed before stands: newcomers share the places that it leaves."""
    limited = policy.limited_grade.key
    grades: Mapping[str, str] = propose(policy, pool, places).grades
    taken = sum(result.key not in new and result.proposed_grade == limited for result in pool)
    winners = [result for result in pool if result.key in new and grades.get(result.key) == limited]
    return {**grades, **propose(policy, winners, max(places - taken, 0)).grades}


async def _scored_before(
    session: AsyncSession, situation: Situation, results: Mapping[int, PersonResult]
) -> list[PersonResult]:
    units = sorted({int(result.unit) for result in results.values()})
    found = await session.execute(
        _SCORED,
        {"body_id": situation.body_id, "cycle_id": situation.cycle_id, "units": units, "ids": list(results)},
    )
    return [
        PersonResult(
            key=str(one),
            unit=str(unit_id),
            outcome=Outcome.GRADED,
            score=score,
            allowed_grades=tuple(allowed or ()),
            proposed_grade=proposed,
        )
        for one, unit_id, score, allowed, proposed in found
    ]


def _plain(line: Line) -> dict[str, Any]:
    """Its fields as they are: nobody changes what they hold."""
    return {"part": line.part, "rule": line.rule, "inputs": line.inputs, "points": line.points}


def _stored(result: PersonResult, *, missing: Sequence[str], proposed_grade: str | None) -> dict[str, Any]:
    """The result as the case keeps it, with what only all results together tell."""
    return {
        "outcome": str(result.outcome),
        "missing": missing,
        "score": result.score,
        "breakdown": [_plain(line) for line in result.breakdown],
        "allowed_grades": result.allowed_grades,
        "proposed_grade": proposed_grade,
    }

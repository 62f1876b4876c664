"""Opening boxes (开始评分): everybody in a box and all who rate are fixed, its key is made, and raters are asked.

Only a worker does this: the private key lies on its host (keys.py).
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.ballots.keys import BallotKeys
from kaohe.workflow.ballots.ratees import ratee_of
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.ballots.groups import groups_of
from kaohe.workflow.domain.ballots.raters import Ratee, group_of, rated_by
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import BoxState, Subject
from kaohe.workflow.domain.guards.ballot_box import fewest_together
from kaohe.workflow.domain.plans.ballot_box import propose_task
from kaohe.workflow.domain.policy.ballots import RaterGroup
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.terms import end_of
from kaohe.workflow.door import About, move_one, open_tasks
from kaohe.workflow.outbox.tell import tell
from kaohe.workflow.situations import load_situation

# A case that another unit's box holds already stays there: it may have moved since.
_RATEES = text("""
SELECT a.id, a.person_id, a.main_leader, a.deputy_leader FROM assessment a
 WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND a.unit_id = :unit_id
   AND a.state NOT IN ('archived', 'excluded', 'cancelled')
   AND NOT EXISTS (SELECT 1 FROM ballot_box o WHERE o.body_id = a.body_id AND o.cycle_id = a.cycle_id AND o.key = :key
                      AND o.state IN ('open', 'closed', 'counted') AND o.ratees @> to_jsonb(a.id))
 ORDER BY a.id
""")

# Members of a unit are those whom it assesses in this cycle; of those who are in nobody's list, its own people.
_MEMBERS = text("""
SELECT p.id, COALESCE(a.unit_id, p.unit_id) AS unit_id
  FROM person p
  LEFT JOIN assessment a ON a.body_id = p.body_id AND a.person_id = p.id AND a.cycle_id = :cycle_id
   AND a.state NOT IN ('excluded', 'cancelled')
 WHERE p.body_id = :body_id AND p.active AND COALESCE(a.unit_id, p.unit_id) = ANY(:units)
""")

_EXTERNAL = text("""
SELECT r.person_id FROM ballot_rater r JOIN person p ON p.body_id = r.body_id AND p.id = r.person_id AND p.active
 WHERE r.body_id = :body_id AND r.box_id = :id AND r.rater_group = 'external'
""")

_FORGET = text("DELETE FROM ballot_rater WHERE body_id = :body_id AND box_id = :id AND NOT person_id = ANY(:kept)")

_ASKED = text("""
SELECT 1 FROM task WHERE body_id = :body_id AND subject = 'ballot_box' AND subject_id = :id AND state = 'open'
""")


@dataclass(frozen=True)
class Electorate:
    """Who rates in a box: each rater's group, how many ballots each case can receive, and whether the policy lets
    external raters help out."""

    groups: Mapping[int, RaterGroup]
    ballots: Mapping[int, int]
    can_be_helped: bool

    @property
    def fewest(self) -> int:
        """What the worst placed can receive."""
        return min(self.ballots.values(), default=0)


async def open_box(session: AsyncSession, keys: BallotKeys, box: Mapping[str, Any], now: datetime) -> bool:
    """Open a box that is locked, if it is ready. Where the unit is small, or too few rate in it, it is first asked for
    external raters. A box without anybody to rate waits. Raises Refused (BOX_LACKS_RATERS) where nobody can help."""
    body_id, box_id, unit_id = box["body_id"], box["id"], box["unit_id"]
    situation = await load_situation(session, body_id, box["cycle_id"])
    rules = situation.policy.ballots.box(box["key"])
    where = {"body_id": body_id, "cycle_id": box["cycle_id"]}
    cases = rows_of(await session.execute(_RATEES, {**where, "unit_id": unit_id, "key": box["key"]}))
    if not cases:
        return False
    if box["state"] == BoxState.DRAFTED and len(cases) < rules.external_below:
        await _ask_for_raters(session, box, situation, now)
        return False
    ratees = [ratee_of(row) for row in cases]
    electorate = await _electorate(session, box, situation, ratees)
    if box["state"] == BoxState.DRAFTED and electorate.can_be_helped and electorate.fewest < fewest_together(rules):
        await _ask_for_raters(session, box, situation, now)
        return False
    external = {person for person, group in electorate.groups.items() if group is RaterGroup.EXTERNAL}
    place = situation.units.get(unit_id)
    args = {
        "headcount": len(cases),
        "ratees": [row["id"] for row in cases],
        "unit_class": place.unit_class if place else "",
        # No key for a box that is about to be refused, round after round.
        "public_key": keys.make(body_id, box_id) if electorate.fewest >= fewest_together(rules) else None,
        "due_at": end_of(rules.term, now, situation.calendar).ends_at,
        "raters": [(one, group) for one, group in electorate.groups.items() if one not in external],
        "everybody": list(electorate.groups),
        "fewest": electorate.fewest,
    }
    await session.execute(_FORGET, {"body_id": body_id, "id": box_id, "kept": sorted(external)})
    await move_one(session, Subject.BALLOT_BOX, box_id, Command("open_box", system(body_id), now, args=args))
    return True


async def _electorate(
    session: AsyncSession, box: Mapping[str, Any], situation: Situation, ratees: list[Ratee]
) -> Electorate:
    """Everybody in a group that the policy names for the unit's class, each in the first of his, who has somebody to rate."""
    unit_id, place = box["unit_id"], situation.units.get(box["unit_id"])
    raters = situation.policy.ballots.box(box["key"]).raters_for(
        situation.policy.class_of(place.unit_class if place else "")
    )
    groups: dict[int, RaterGroup] = {}
    ballots: Counter[int] = Counter({ratee.assessment_id: 0 for ratee in ratees})
    members = await _members(session, situation, {unit_id, *([place.parent_id] if place and place.parent_id else ())})
    external = await _external(session, box)
    for person, of_person in groups_of(unit_id, members, external, situation).items():
        group = group_of(raters, of_person)
        relatives = situation.relatives.get(person, frozenset())
        rated = rated_by(raters, group, person, ratees, relatives) if group else {}
        if group and rated:
            groups[person] = group
            ballots.update(rated.keys())
    return Electorate(groups, ballots, any(one.group is RaterGroup.EXTERNAL for one in raters))


async def _members(session: AsyncSession, situation: Situation, units: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {unit: set() for unit in units}
    where = {"body_id": situation.body_id, "cycle_id": situation.cycle_id, "units": sorted(units)}
    for row in await session.execute(_MEMBERS, where):
        found[row.unit_id].add(row.id)
    return found


async def _external(session: AsyncSession, box: Mapping[str, Any]) -> list[int]:
    if box["state"] != BoxState.APPROVED:
        return []
    return list(await session.scalars(_EXTERNAL, {"body_id": box["body_id"], "id": box["id"]}))


async def _ask_for_raters(session: AsyncSession, box: Mapping[str, Any], situation: Situation, now: datetime) -> None:
    """A unit that has become small since the cycle opened is asked now, once."""
    if await session.scalar(_ASKED, {"body_id": box["body_id"], "id": box["id"]}) is not None:
        return
    task = propose_task(box["unit_id"], now, situation)
    about = About(box["body_id"], Subject.BALLOT_BOX, box["id"], box["cycle_id"], box["unit_id"])
    await open_tasks(session, now, [(about, task)])
    await tell(
        session,
        box["body_id"],
        now,
        [(task.assignee_key, task.kind)],
        subject=str(Subject.BALLOT_BOX),
        subject_id=box["id"],
        cycle_id=box["cycle_id"],
    )

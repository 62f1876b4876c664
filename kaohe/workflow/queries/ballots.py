"""Ballot boxes (票箱), and the ballot papers of whoever rates. No query of these tells a score or who has cast."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.ballots.ratees import leaves_of, ratee_of
from kaohe.workflow.ballots.visible import MANAGED, box_scope
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.ballots.check import most_high_scores
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Row, View, by_id, of_parent
from kaohe.workflow.situations import policy_of

_COUNT = "(SELECT count(*)::int FROM ballot_rater r WHERE r.body_id = b.body_id AND r.box_id = b.id"

BOXES = View(
    columns=(
        "b.id, b.version, b.state, b.cycle_id, b.unit_id, b.key, b.headcount, b.due_at, b.opened_at, b.closed_at, "
        "b.counted_at, "
        f"CASE WHEN {MANAGED} THEN b.proposed_by END AS proposed_by, "
        f"CASE WHEN {MANAGED} THEN b.approved_by END AS approved_by, "
        f"CASE WHEN {MANAGED} THEN {_COUNT}) END AS raters, "
        f"CASE WHEN {MANAGED} THEN COALESCE(b.cast, {_COUNT} AND r.has_cast)) END AS cast_ballots"
    ),
    source="ballot_box b",
    scope=box_scope,
    order=(Key("b.id", int),),
    id="b.id",
)

FILTERS = {"cycle_id": "b.cycle_id = :cycle_id", "unit_id": "b.unit_id = :unit_id", "state": "b.state = :state"}

#: Those proposed from outside the unit: whoever proposes and approves them sees them, no rater does.
EXTERNAL_RATERS = View(
    columns="r.id, r.box_id, r.person_id, r.reason",
    source="ballot_rater r JOIN ballot_box b ON b.body_id = r.body_id AND b.id = r.box_id AND r.rater_group = 'external'",
    scope=lambda actor: (f"b.body_id = :viewer_body AND {MANAGED}", _managing(actor)),
    order=(Key("r.id", int),),
    id="r.id",
)

boxes_by_id = by_id(BOXES)
external_raters_of = of_parent(EXTERNAL_RATERS, "r.box_id", "box_id")

_MINE = text("""
SELECT b.id, b.key, b.unit_id, b.cycle_id, b.headcount, b.due_at, b.ratees, b.unit_class, r.rater_group, r.has_cast,
       v.id AS version_id, v.sha256,
       (SELECT array_agg(CASE WHEN x.person_id = :person_id THEN x.relative_id ELSE x.person_id END) FROM relative x
         WHERE x.body_id = b.body_id AND :person_id IN (x.person_id, x.relative_id)) AS relatives
  FROM ballot_rater r
  JOIN ballot_box b ON b.body_id = r.body_id AND b.id = r.box_id AND b.state = 'open'
  JOIN cycle c ON c.body_id = b.body_id AND c.id = b.cycle_id
  JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
 WHERE r.body_id = :body_id AND r.person_id = :person_id
 ORDER BY b.due_at, b.id
""")

_RATEES = text("""
SELECT a.id, a.person_id, a.post, a.rank, a.main_leader, a.deputy_leader, p.name,
       (SELECT s.text FROM self_summary s WHERE s.body_id = a.body_id AND s.assessment_id = a.id
         ORDER BY s.revision DESC LIMIT 1) AS summary
  FROM assessment a JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
 WHERE a.body_id = :body_id AND a.id = ANY(:ids) ORDER BY a.id
""")


async def my_ballots(session: AsyncSession, actor: Actor) -> list[Row]:
    """The open boxes in which the actor rates, soonest due first, with those whom he rates: two statements."""
    where = {"body_id": actor.body_id, "person_id": actor.person_id}
    boxes = rows_of(await session.execute(_MINE, where)) if actor.person_id is not None else []
    if not boxes:
        return []
    ids = sorted({one for box in boxes for one in box["ratees"]})
    found = rows_of(await session.execute(_RATEES, {"body_id": actor.body_id, "ids": ids}))
    people: dict[int, Row] = {row["id"]: row for row in found}
    return [await _paper(session, actor, box, people) for box in boxes]


async def _paper(session: AsyncSession, actor: Actor, box: Row, people: Mapping[int, Row]) -> Row:
    policy = await policy_of(session, actor.body_id, box["version_id"], box["sha256"])
    rules = policy.ballots.box(box["key"])
    ratees = [ratee_of(people[one]) for one in box["ratees"] if one in people]
    leaves = leaves_of(
        policy,
        box["key"],
        box["unit_class"],
        box["rater_group"],
        actor.person_id or 0,
        ratees,
        frozenset(box["relatives"] or ()),
    )
    rated = [one for one in ratees if one.assessment_id in leaves]
    return {
        "box_id": box["id"],
        "label": rules.label,
        "unit_id": box["unit_id"],
        "due_at": box["due_at"],
        "has_cast": box["has_cast"],
        "lowest": rules.lowest,
        "highest": rules.highest,
        "step": rules.step,
        "high_from": rules.high_from,
        "most_high": most_high_scores(rules, box["headcount"]),
        "ratees": [{**people[one.assessment_id], "standing": str(one.standing)} for one in rated],
    }


def _managing(actor: Actor) -> dict[str, Any]:
    return box_scope(actor)[1]

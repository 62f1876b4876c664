"""Evaluation cards (评议卡片) and unit items (专项指标): what was issued and used, and with which result.

Batches are seen by who issues them and by the office. How cards turned out is for the unit's leaders and the body's
deciders; the person himself has his mean once three cards or more stand behind it (S0-20). Remarks are for the leaders
and the office alone, and nobody reads those about himself.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.desk import lent_units
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Predicate, Row, View, by_id, of_parent, statement
from kaohe.workflow.queries.scopes import of_units
from kaohe.workflow.visibility import UNITS_BELOW, case_scope, sees_body

#: From how many cards on a person sees his own mean: with fewer it would be some one's answer.
FEWEST_FOR_MEAN = 3

_LEADERS = (Role.MAIN_LEADER, Role.DEPUTY_LEADER, Role.LEADER_IN_CHARGE)

#: The units that the viewer leads, and all below them: a clerk's are not among them.
_LED = UNITS_BELOW.replace(":viewer_units", ":led_units")


def _leads(column: str, actor: Actor, *, whole_body: bool) -> Predicate:
    """Whether the viewer leads the unit in `column` or one above it; `whole_body`: or may see all units."""
    units = sorted(actor.units_of(*_LEADERS))
    parameters: dict[str, Any] = {"viewer_body": actor.body_id, "led_units": units, "viewer_all": whole_body}
    return f"(:viewer_all OR {column} IN ({_LED}))", parameters


def _batches(actor: Actor) -> Predicate:
    sql, parameters = of_units("b.unit_id", "b")(actor)
    lent = "b.body_id = :viewer_body AND b.unit_id = ANY(:lent_units)"
    return f"(({sql}) OR ({lent}))", {**parameters, "lent_units": lent_units(actor, WorkKind.AGGREGATION)}


def _remarks(actor: Actor) -> Predicate:
    sql, parameters = _leads("b.unit_id", actor, whole_body=actor.has(Role.OFFICE))
    own = "SELECT a.id FROM assessment a WHERE a.body_id = :viewer_body AND a.person_id = :viewer_person"
    others = f"(b.assessment_id IS NULL OR b.assessment_id NOT IN ({own}))"
    return f"b.body_id = :viewer_body AND {sql} AND {others}", {**parameters, "viewer_person": actor.person_id}


BATCHES = View(
    columns=(
        "b.id, b.cycle_id, b.unit_id, b.assessment_id, b.size, b.valid_until, b.issued_by, b.issued_at, b.cancelled_by, "
        "b.cancelled_at, b.cancelled_reason, (SELECT count(*)::int FROM evaluation_card c WHERE c.body_id = b.body_id "
        "AND c.batch_id = b.id AND c.used_on IS NOT NULL) AS used"
    ),
    source="card_batch b",
    scope=_batches,
    order=(Key("b.id", int),),
    id="b.id",
    descending=True,
)

FILTERS = {
    "cycle_id": "b.cycle_id = :cycle_id",
    "unit_id": "b.unit_id = :unit_id",
    "assessment_id": "b.assessment_id = :assessment_id",
}

#: By the day and the card's random id: no order of their coming.
REMARKS = View(
    columns="c.batch_id, c.used_on, c.remark AS text",
    source="evaluation_card c JOIN card_batch b ON b.body_id = c.body_id AND b.id = c.batch_id AND c.remark <> ''",
    scope=_remarks,
    order=(Key("c.used_on", object), Key("c.id", object)),
    id="c.id",
)

UNIT_ITEMS = View(
    columns="x.id, x.unit_id, x.period, x.item, x.score, x.source, x.recorded_by, x.recorded_at",
    source="unit_item x",
    scope=of_units("x.unit_id", "x"),
    order=(Key("x.period", str), Key("x.id", int)),
    id="x.id",
)

_ITEMS_OF_CYCLE = View(
    columns=f"c.id AS cycle_id, {UNIT_ITEMS.columns}",
    source=(
        "unit_item x JOIN cycle c ON c.body_id = x.body_id AND c.policy_key = x.policy_key AND c.period = x.period"
    ),
    scope=UNIT_ITEMS.scope,
    order=(Key("x.unit_id", int), Key("x.item", str)),
    id="x.id",
)

batches_by_id = by_id(BATCHES)
remarks_of = of_parent(REMARKS, "c.batch_id", "batch_id")
unit_items_by_id = by_id(UNIT_ITEMS)
items_of_unit = of_parent(UNIT_ITEMS, "x.unit_id", "unit_id")
items_of_cycle = of_parent(_ITEMS_OF_CYCLE, "c.id", "cycle_id")


async def figures_of_cases(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> Mapping[int, Row]:
    """Case → how many cards about this person were issued and used, and their mean where the viewer may know it."""
    visible, parameters = case_scope(actor)
    leads, added = _leads("a.unit_id", actor, whole_body=sees_body(actor))
    own = {"ids": list(ids), "viewer_person": actor.person_id, "fewest": FEWEST_FOR_MEAN}
    found = await session.execute(
        statement(f"""
SELECT a.id, count(c.id)::int AS issued, count(c.used_on)::int AS used,
       CASE WHEN (a.person_id = :viewer_person AND count(c.used_on) >= :fewest)
              OR (a.person_id IS DISTINCT FROM :viewer_person AND {leads}) THEN round(avg(c.score), 2) END AS mean
  FROM assessment a
  LEFT JOIN card_batch b ON b.body_id = a.body_id AND b.cycle_id = a.cycle_id AND b.assessment_id = a.id
  LEFT JOIN evaluation_card c ON c.body_id = b.body_id AND c.batch_id = b.id
 WHERE a.id = ANY(:ids) AND {visible}
 GROUP BY a.id, a.person_id, a.unit_id
"""),
        {**parameters, **added, **own},
    )
    return {row["id"]: dict(row) for row in found.mappings()}


async def figures_of_units(session: AsyncSession, actor: Actor, cycle_ids: Sequence[int]) -> Mapping[int, list[Row]]:
    """Cycle → the same of cards about the units themselves, unit by unit, as far as the viewer leads them."""
    leads, parameters = _leads("b.unit_id", actor, whole_body=sees_body(actor))
    found = await session.execute(
        statement(f"""
SELECT b.cycle_id, b.unit_id, count(*)::int AS issued, count(c.used_on)::int AS used, round(avg(c.score), 2) AS mean
  FROM card_batch b JOIN evaluation_card c ON c.body_id = b.body_id AND c.batch_id = b.id
 WHERE b.body_id = :viewer_body AND b.cycle_id = ANY(:ids) AND b.assessment_id IS NULL AND {leads}
 GROUP BY b.cycle_id, b.unit_id ORDER BY b.cycle_id, b.unit_id
"""),
        {**parameters, "ids": list(cycle_ids)},
    )
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in found.mappings():
        grouped[row["cycle_id"]].append(dict(row))
    return {one: grouped[one] for one in cycle_ids}

"""Units' indicators (个性、弹性指标): sets, what is in force for a case, and which post categories have none yet."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.desk import lent_units
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.indicators.model import IndicatorKind, part_of
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.indicators_in_force import CaseIndicators, indicators_of_cases, sets_in_force
from kaohe.workflow.queries.assessments import ASSESSMENTS
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.organisation import UNITS
from kaohe.workflow.queries.reading import Predicate, Row, Scope, View, by_id, rows
from kaohe.workflow.queries.scopes import of_units
from kaohe.workflow.situations import load_situations

# Before the cycle opens there are no cases yet: whoever is in the unit.
_CATEGORIES = text("""
SELECT post_category, count(*) AS people FROM (
  SELECT a.post_category FROM assessment a
   WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND a.unit_id = :unit_id
     AND a.state NOT IN ('excluded', 'cancelled')
  UNION ALL
  SELECT p.post_category FROM person p JOIN cycle c ON c.body_id = p.body_id AND c.id = :cycle_id AND c.state = 'draft'
   WHERE p.body_id = :body_id AND p.unit_id = :unit_id AND p.active AND NOT p.management = ANY(:excluded)) x
 GROUP BY post_category ORDER BY post_category
""")


def measured(column: str, alias: str) -> Scope:
    """What concerns how a unit measures its people: for the office and the committee, for whoever has to do with the
    unit, and for those whom it measures."""

    def scope(actor: Actor) -> Predicate:
        sql, parameters = of_units(column, alias)(actor)
        own = (
            f"{alias}.body_id = :viewer_body AND ({column} = :viewer_unit OR {column} = ANY(:viewer_lent) OR {column} IN "
            "(SELECT m.unit_id FROM assessment m WHERE m.body_id = :viewer_body AND m.person_id = :viewer_person))"
        )
        return f"({sql}) OR ({own})", {
            **parameters,
            "viewer_unit": actor.unit_id,
            "viewer_lent": lent_units(actor, WorkKind.AGGREGATION),
            "viewer_person": actor.person_id,
        }

    return scope


SETS = View(
    columns="s.id, s.policy_key, s.unit_id, s.kind, s.post_category, s.period, s.indicators, s.set_by, s.set_at",
    source="indicator_set s",
    scope=measured("s.unit_id", "s"),
    order=(Key("s.id", int),),
    id="s.id",
)

_UNIT = View(UNITS.columns, UNITS.source, measured("u.id", "u"), UNITS.order, UNITS.id)

sets_by_id = by_id(SETS)


async def unit_indicators(session: AsyncSession, actor: Actor, unit_id: int, cycle_id: int) -> list[Row] | None:
    """For each kind that the policy has for the unit, and each post category of its people or of a set in force: how
    many people there are, and the set's id, None where there is none yet. None where the viewer sees no such unit."""
    situation = (await load_situations(session, actor.body_id, [cycle_id])).get(cycle_id)
    if situation is None or not await rows(session, actor, _UNIT, [("u.id = :unit_id", {"unit_id": unit_id})]):
        return None
    sets = await sets_in_force(session, actor.body_id, [cycle_id], [unit_id])
    found = await session.execute(
        _CATEGORIES,
        {
            "body_id": actor.body_id,
            "cycle_id": cycle_id,
            "unit_id": unit_id,
            "excluded": list(situation.policy.scope.excluded_management),
        },
    )
    people = {row.post_category: row.people for row in found}
    set_for = {category for _, _, kind, category in sets if kind is IndicatorKind.INDIVIDUAL}
    categories = {
        IndicatorKind.INDIVIDUAL: {category: people.get(category, 0) for category in sorted(people.keys() | set_for)},
        IndicatorKind.ELASTIC: {"": sum(people.values())},
    }
    answer: list[Row] = []
    for kind, counted in categories.items():
        if part_of(situation.policy, situation.units[unit_id].unit_class, kind) is None:
            continue
        for category, count in counted.items():
            held = sets.get((cycle_id, unit_id, kind, category))
            answer.append(
                {"kind": str(kind), "post_category": category, "people": count, "set_id": held.id if held else None}
            )
    return answer


async def indicators_of(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> Mapping[int, list[Row]]:
    """The indicators in force for each case that the viewer may see, with the points entered so far."""
    visible = await rows(session, actor, ASSESSMENTS, [("a.id = ANY(:ids)", {"ids": list(ids)})])
    found = await indicators_of_cases(session, actor.body_id, [row["id"] for row in visible])
    return {one: _lines(found[one]) if one in found else [] for one in ids}


def _lines(case: CaseIndicators) -> list[Row]:
    return [
        {
            "kind": str(kind),
            "key": one.key,
            "label": one.label,
            "standard": one.standard,
            "weight": one.weight,
            "points": case.points.get((kind, one.key)),
        }
        for kind in IndicatorKind
        for one in case.in_force.of(kind)
    ]

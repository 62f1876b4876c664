"""Which indicators are in force for which cases, and what is entered by them: two statements for any number of cases."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.indicators.model import IndicatorKind, InForce, UnitIndicator

# The last individual set up to the cycle's period holds (S0-6); an elastic one in its own period only (S0-7).
_SETS = text("""
SELECT DISTINCT ON (c.id, s.unit_id, s.kind, s.post_category)
       s.id, c.id AS cycle_id, s.unit_id, s.kind, s.post_category, s.indicators
  FROM cycle c JOIN indicator_set s ON s.body_id = c.body_id AND s.policy_key = c.policy_key
   AND (s.kind = 'individual' AND s.period <= c.period OR s.kind = 'elastic' AND s.period = c.period)
 WHERE c.body_id = :body_id AND c.id = ANY(:cycles) AND s.unit_id = ANY(:units)
 ORDER BY c.id, s.unit_id, s.kind, s.post_category, s.period DESC
""")

_CASES = text("""
SELECT a.id, a.cycle_id, a.unit_id, a.post_category,
       (SELECT jsonb_agg(jsonb_build_array(x.kind, x.indicator, x.points::text)) FROM indicator_score x
         WHERE x.body_id = a.body_id AND x.assessment_id = a.id) AS points
  FROM assessment a WHERE a.body_id = :body_id AND a.id = ANY(:ids)
""")


@dataclass(frozen=True)
class SetInForce:
    """A set in force, and its row's id."""

    id: int
    indicators: tuple[UnitIndicator, ...]


#: By cycle, unit, kind and post category ("" for elastic ones, and for people without one).
Sets = Mapping[tuple[int, int, IndicatorKind, str], SetInForce]


@dataclass(frozen=True)
class CaseIndicators:
    """The indicators of one case, and the points entered by kind and key."""

    in_force: InForce
    points: Mapping[tuple[IndicatorKind, str], Decimal]


async def sets_in_force(session: AsyncSession, body_id: int, cycles: Collection[int], units: Collection[int]) -> Sets:
    """The sets in force in these cycles at these units."""
    found = await session.execute(_SETS, {"body_id": body_id, "cycles": sorted(cycles), "units": sorted(units)})
    return {
        (row["cycle_id"], row["unit_id"], IndicatorKind(row["kind"]), row["post_category"]): SetInForce(
            row["id"], tuple(map(_indicator, row["indicators"]))
        )
        for row in rows_of(found)
    }


async def indicators_of_cases(session: AsyncSession, body_id: int, ids: Sequence[int]) -> dict[int, CaseIndicators]:
    """The indicators of each case, by its id."""
    cases = rows_of(await session.execute(_CASES, {"body_id": body_id, "ids": list(ids)}))
    sets = await sets_in_force(session, body_id, {row["cycle_id"] for row in cases}, {row["unit_id"] for row in cases})
    return {row["id"]: CaseIndicators(_in_force(row, sets), _points(row)) for row in cases}


def as_stored(one: UnitIndicator) -> dict[str, Any]:
    """An indicator as its set keeps it."""
    weight = {} if one.weight is None else {"weight": format(one.weight, "f")}
    return {"key": one.key, "label": one.label, "standard": one.standard, **weight}


def _indicator(stored: Mapping[str, Any]) -> UnitIndicator:
    weight = stored.get("weight")
    return UnitIndicator(
        stored["key"], stored["label"], stored["standard"], None if weight is None else Decimal(weight)
    )


def _in_force(case: Mapping[str, Any], sets: Sets) -> InForce:
    at = (case["cycle_id"], case["unit_id"])
    individual = sets.get((*at, IndicatorKind.INDIVIDUAL, case["post_category"]))
    elastic = sets.get((*at, IndicatorKind.ELASTIC, ""))
    return InForce(individual.indicators if individual else (), elastic.indicators if elastic else ())


def _points(case: Mapping[str, Any]) -> dict[tuple[IndicatorKind, str], Decimal]:
    return {(IndicatorKind(kind), key): Decimal(points) for kind, key, points in case["points"] or ()}

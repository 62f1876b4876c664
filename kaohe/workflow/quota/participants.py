"""Who counts in N: everyone who takes part and can be graded (§3, "who counts in N")."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.charts import LOOP
from kaohe.workflow.domain.outcomes import COUNTED
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.quota import QuotaScope
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts import outcomes_of

Account = tuple[QuotaScope, int | None]

_STAGES = ", ".join(f"'{stage}'" for stage in LOOP)

# Most people have no circumstances and took no leave: their outcome needs no facts, so they are only counted. OFFSET keeps
# that they are looked at once, not once for each count, and cycle by cycle.
_TAKING_PART = f"""
SELECT asked.cycle_id, o.unit_id, count(*) FILTER (WHERE NOT o.special) AS ordinary,
       array_agg(o.id) FILTER (WHERE o.special) AS special
  FROM unnest(CAST(:cycle_ids AS bigint[]), CAST(:first_months AS text[]), CAST(:last_months AS text[]))
       AS asked(cycle_id, first_month, last_month)
 CROSS JOIN LATERAL (
    SELECT a.id, a.unit_id,
           EXISTS (SELECT 1 FROM circumstance c WHERE c.body_id = a.body_id AND c.person_id = a.person_id)
        OR EXISTS (SELECT 1 FROM attendance t WHERE t.body_id = a.body_id AND t.person_id = a.person_id
                    AND t.month BETWEEN asked.first_month AND asked.last_month AND t.sick_days + t.personal_days > 0)
        OR EXISTS (SELECT 1 FROM leave l WHERE l.body_id = a.body_id AND l.person_id = a.person_id) AS special
      FROM assessment a
     WHERE a.body_id = :body_id AND a.cycle_id = asked.cycle_id AND a.state IN ({_STAGES}) {{units}} OFFSET 0) o
 GROUP BY asked.cycle_id, o.unit_id
"""

# Two statements: of one with a switch in its parameters, every part of an aggregation would walk all cases of the body.
_IN_BODY = text(_TAKING_PART.format(units=""))
_IN_UNITS = text(_TAKING_PART.format(units="AND a.unit_id = ANY(:units)"))


async def participants_now(
    session: AsyncSession, situation: Situation, units: Collection[int] | None = None
) -> dict[Account, int]:
    """N as it stands today: by assessing unit, and for the body. With `units`, of these alone, and none for the body."""
    return (await participants_of(session, [situation], units))[situation.cycle_id]


async def participants_of(
    session: AsyncSession, situations: Sequence[Situation], units: Collection[int] | None = None
) -> dict[int, dict[Account, int]]:
    """The same for several cycles of one body, by cycle: people are counted in one statement, and facts are gathered for
    each cycle where an outcome needs them."""
    if not situations:
        return {}
    months = [Period.parse(one.period).months for one in situations]
    asked = {
        "body_id": situations[0].body_id,
        "cycle_ids": [one.cycle_id for one in situations],
        "first_months": [of_cycle[0] for of_cycle in months],
        "last_months": [of_cycle[-1] for of_cycle in months],
    }
    if units is None:
        found = await session.execute(_IN_BODY, asked)
    else:
        found = await session.execute(_IN_UNITS, {**asked, "units": sorted(units)})
    rows: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows_of(found):
        rows[row["cycle_id"]].append(row)
    counts = {one.cycle_id: await _counted(session, one, rows[one.cycle_id]) for one in situations}
    if units is None:
        for of_cycle in counts.values():
            of_cycle[QuotaScope.BODY, None] = sum(of_cycle.values())
    return counts


async def _counted(
    session: AsyncSession, situation: Situation, rows: Sequence[Mapping[str, Any]]
) -> dict[Account, int]:
    """N of each unit of a cycle that has a row."""
    special = [one for row in rows for one in row["special"] or ()]
    outcomes = await outcomes_of(session, situation, special) if special else {}
    return {
        (QuotaScope.UNIT, row["unit_id"]): row["ordinary"]
        + sum(outcomes[one].outcome in COUNTED for one in row["special"] or ())
        for row in rows
    }

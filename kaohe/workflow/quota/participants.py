"""Who counts in N: everyone who takes part and can be graded (§3, "who counts in N")."""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.outcomes import COUNTED
from kaohe.workflow.domain.quota import QuotaScope
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts import outcomes_of

# Most people have no circumstances and took no leave: their outcome needs no facts, so they are only counted.
_TAKING_PART = text("""
SELECT o.unit_id, count(*) FILTER (WHERE NOT o.special) AS ordinary, array_agg(o.id) FILTER (WHERE o.special) AS special
  FROM (
    SELECT a.id, a.unit_id,
           EXISTS (SELECT 1 FROM circumstance c WHERE c.body_id = a.body_id AND c.person_id = a.person_id)
        OR EXISTS (SELECT 1 FROM attendance t WHERE t.body_id = a.body_id AND t.person_id = a.person_id
                    AND t.sick_days + t.personal_days > 0)
        OR EXISTS (SELECT 1 FROM leave l WHERE l.body_id = a.body_id AND l.person_id = a.person_id) AS special
      FROM assessment a
     WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND a.state NOT IN ('excluded', 'cancelled')
       AND (:everywhere OR a.unit_id = ANY(:units))) o
 GROUP BY o.unit_id
""")


async def participants_now(
    session: AsyncSession, situation: Situation, units: Collection[int] | None = None
) -> dict[tuple[QuotaScope, int | None], int]:
    """N as it stands today: by assessing unit, and for the body. With `units`, of these alone, and none for the body."""
    asked = {"body_id": situation.body_id, "cycle_id": situation.cycle_id}
    found = rows_of(
        await session.execute(_TAKING_PART, {**asked, "everywhere": units is None, "units": sorted(units or ())})
    )
    special = [one for row in found for one in row["special"] or ()]
    outcomes = await outcomes_of(session, situation, special) if special else {}
    counts: dict[tuple[QuotaScope, int | None], int] = {}
    for row in found:
        graded = sum(outcomes[one].outcome in COUNTED for one in row["special"] or ())
        counts[QuotaScope.UNIT, row["unit_id"]] = row["ordinary"] + graded
    if units is None:
        counts[QuotaScope.BODY, None] = sum(counts.values())
    return counts

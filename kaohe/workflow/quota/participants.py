"""Who counts in N: everyone who takes part and can be graded (§3, "who counts in N")."""

from collections import Counter

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.outcomes import COUNTED
from kaohe.workflow.domain.quota import QuotaScope
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts import outcomes_of

# Most people have no circumstances and took no leave: their outcome needs no facts.
_TAKING_PART = text("""
SELECT a.id, a.unit_id,
       EXISTS (SELECT 1 FROM circumstance c WHERE c.body_id = a.body_id AND c.person_id = a.person_id)
    OR EXISTS (SELECT 1 FROM attendance t WHERE t.body_id = a.body_id AND t.person_id = a.person_id
                AND t.sick_days + t.personal_days > 0)
    OR EXISTS (SELECT 1 FROM leave l WHERE l.body_id = a.body_id AND l.person_id = a.person_id) AS special
  FROM assessment a
 WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND a.state NOT IN ('excluded', 'cancelled')
""")


async def participants_now(session: AsyncSession, situation: Situation) -> dict[tuple[QuotaScope, int | None], int]:
    """N as it stands today: by assessing unit, and for the body."""
    found = await session.execute(_TAKING_PART, {"body_id": situation.body_id, "cycle_id": situation.cycle_id})
    people = found.all()
    units = {row.id: row.unit_id for row in people}
    outcomes = await outcomes_of(session, situation, [row.id for row in people if row.special])
    counted = [unit_id for one, unit_id in units.items() if one not in outcomes or outcomes[one].outcome in COUNTED]
    counts: dict[tuple[QuotaScope, int | None], int] = {
        (QuotaScope.UNIT, unit_id): 0 for unit_id in set(units.values())
    }
    counts |= {(QuotaScope.UNIT, unit_id): count for unit_id, count in Counter(counted).items()}
    counts[QuotaScope.BODY, None] = len(counted)
    return counts

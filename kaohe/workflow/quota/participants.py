"""Who counts in N: everyone who takes part and can be graded (§3, "who counts in N")."""

from collections import Counter

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.quota import QuotaScope
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts import outcomes_of

_TAKING_PART = text("""
SELECT id, unit_id FROM assessment
 WHERE body_id = :body_id AND cycle_id = :cycle_id AND state NOT IN ('excluded', 'cancelled')
""")

#: Outcomes with a grade: one who refused gets the lowest one directly (N-13), so he counts.
_GRADED = frozenset({"graded", "refused"})


async def participants_now(session: AsyncSession, situation: Situation) -> dict[tuple[QuotaScope, int | None], int]:
    """N as it stands today: by assessing unit, and for the body."""
    found = await session.execute(_TAKING_PART, {"body_id": situation.body_id, "cycle_id": situation.cycle_id})
    units = {row.id: row.unit_id for row in found}
    outcomes = await outcomes_of(session, situation, list(units))
    counted = [unit_id for one, unit_id in units.items() if outcomes[one].outcome in _GRADED]
    counts: dict[tuple[QuotaScope, int | None], int] = {
        (QuotaScope.UNIT, unit_id): 0 for unit_id in set(units.values())
    }
    counts |= {(QuotaScope.UNIT, unit_id): count for unit_id, count in Counter(counted).items()}
    counts[QuotaScope.BODY, None] = len(counted)
    return counts

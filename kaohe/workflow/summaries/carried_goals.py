"""The goals that a person's last feedback set (目标改进, S0-23): his next summary says what became of them."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

#: A source of rows: the case `a`, and `x.goals`, those of the person's last case before its period under the same policy.
#: Goals that were set earlier than that have been answered for; a case whose result nobody has told yet sets none.
CARRIED = """assessment a JOIN cycle c ON c.body_id = a.body_id AND c.id = a.cycle_id
      JOIN LATERAL (
        SELECT f.goals FROM assessment p
          JOIN cycle q ON q.body_id = p.body_id AND q.id = p.cycle_id AND q.period_end < c.period_start
          LEFT JOIN feedback f ON f.body_id = p.body_id AND f.assessment_id = p.id
         WHERE p.body_id = a.body_id AND p.person_id = a.person_id AND q.policy_key = c.policy_key
           AND p.state NOT IN ('excluded', 'cancelled')
         ORDER BY q.period_end DESC, p.id DESC LIMIT 1) x ON x.goals IS NOT NULL"""

_GOALS = text(f"SELECT x.goals FROM {CARRIED} WHERE a.body_id = :body_id AND a.id = :id")


async def carried_goals(session: AsyncSession, body_id: int, assessment_id: int) -> list[str]:
    """The goals that are carried over to this case, in the order in which they were set; each once."""
    found = await session.scalar(_GOALS, {"body_id": body_id, "id": assessment_id})
    return list(dict.fromkeys(found or ()))

"""Telling those at work in a cycle what the office has done to its dates (通知延期、中止、恢复)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.task_stages import PRIVATE
from kaohe.workflow.outbox.tell import tell

# Of an open box all raters: told alone, those who have not cast could be picked out of the delivery log (S1-20).
_AT_WORK = text("""
SELECT assignee_key FROM task
 WHERE body_id = :body_id AND cycle_id = :cycle_id AND state = 'open' AND NOT kind = ANY(:private)
UNION
SELECT 'person@' || r.person_id FROM ballot_box b JOIN ballot_rater r ON r.body_id = b.body_id AND r.box_id = b.id
 WHERE b.body_id = :body_id AND b.cycle_id = :cycle_id AND b.state = 'open'
""")


async def tell_at_work(
    session: AsyncSession, body_id: int, cycle_id: int, now: datetime, kind: str, keys: Iterable[str] | None = None
) -> None:
    """Notify the office and the task keys `keys`; without them everybody who has an open task in the cycle, and all raters of
    its open boxes."""
    if keys is None:
        where = {"body_id": body_id, "cycle_id": cycle_id, "private": sorted(PRIVATE)}
        keys = await session.scalars(_AT_WORK, where)
    lines = [(key, kind) for key in {role_key(Role.OFFICE), *keys}]
    await tell(session, body_id, now, lines, subject=str(Subject.CYCLE), subject_id=cycle_id, cycle_id=cycle_id)

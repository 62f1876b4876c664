"""Telling those at work in a cycle what the office has done to its dates (通知延期、中止、恢复)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.outbox.tell import tell

_AT_WORK = text("""
SELECT DISTINCT assignee_key FROM task WHERE body_id = :body_id AND cycle_id = :cycle_id AND state = 'open'
""")


async def tell_at_work(
    session: AsyncSession, body_id: int, cycle_id: int, now: datetime, kind: str, keys: Iterable[str] | None = None
) -> None:
    """Notify the office and the task keys `keys`; without them everybody who has an open task in the cycle."""
    if keys is None:
        keys = await session.scalars(_AT_WORK, {"body_id": body_id, "cycle_id": cycle_id})
    lines = [(key, kind) for key in {role_key(Role.OFFICE), *keys}]
    await tell(session, body_id, now, lines, subject=str(Subject.CYCLE), subject_id=cycle_id, cycle_id=cycle_id)

"""Letting cases out of appeal (异议期满): when the time to object is over and nothing holds them any more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import Moved, move

_IN_APPEAL = text("""
SELECT id FROM assessment WHERE body_id = :body_id AND id = ANY(:ids) AND state = 'appeal' ORDER BY id
""")


async def release(session: AsyncSession, body_id: int, now: datetime, ids: Sequence[int]) -> Moved:
    """Close the appeal of those of these cases that may go on; the others stay, with the reasons."""
    found = await session.execute(_IN_APPEAL, {"body_id": body_id, "ids": list(ids)})
    waiting = list(found.scalars())
    if not waiting:
        return Moved()
    command = Command("close_appeal", system(body_id), now)
    return await move(session, Subject.ASSESSMENT, waiting, command, partial=True)

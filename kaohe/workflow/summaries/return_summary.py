"""Returning summaries to their authors (退回小结), by the clerk with a reason."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move
from kaohe.workflow.holding import hold_cycles
from kaohe.workflow.visibility import require_visible


async def return_summary(session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], reason: str) -> None:
    """Return the summaries of these cases, all or none."""
    await require_visible(session, actor, ids)
    await hold_cycles(session, actor.body_id, ids)
    await move(session, Subject.ASSESSMENT, ids, Command("return_summary", actor, now, reason=reason))

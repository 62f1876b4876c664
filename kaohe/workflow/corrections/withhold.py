"""Withholding a grade (暂缓确定等次): a sanction or a case opened after the decision; the notice is amended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.decisions.notice import amend_notices
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move
from kaohe.workflow.visibility import require_visible


async def withhold_grade(session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], reason: str) -> None:
    """These people's outcome is pending until it is made up later; their names leave the notice."""
    await require_visible(session, actor, ids)
    await move(session, Subject.ASSESSMENT, ids, Command("withhold_grade", actor, now, reason=reason))
    await amend_notices(session, actor.body_id, ids, now)

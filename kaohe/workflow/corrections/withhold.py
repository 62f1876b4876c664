"""Withholding a grade (暂缓确定等次): a sanction or a case opened after the decision; the notice is amended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move
from kaohe.workflow.visibility import require_visible

_AMEND = text("""
UPDATE notice n SET amended_at = :now,
       content = (SELECT COALESCE(jsonb_agg(line), '[]') FROM jsonb_array_elements(n.content) line
                   WHERE NOT (line->>'assessment_id')::bigint = ANY(:ids))
 WHERE n.body_id = :body_id AND EXISTS (
   SELECT 1 FROM jsonb_array_elements(n.content) line WHERE (line->>'assessment_id')::bigint = ANY(:ids))
   AND n.id IN (SELECT a.notice_id FROM assessment a WHERE a.body_id = :body_id AND a.id = ANY(:ids))
""")


async def withhold_grade(session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], reason: str) -> None:
    """These people's outcome is pending until it is made up later; their names leave the notice."""
    await require_visible(session, actor, ids)
    await move(session, Subject.ASSESSMENT, ids, Command("withhold_grade", actor, now, reason=reason))
    await session.execute(_AMEND, {"body_id": actor.body_id, "ids": list(ids), "now": now})

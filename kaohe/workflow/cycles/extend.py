"""Extending a stage (延期): by the office, with a reason; the later stages move with it."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.cycles.terms import replan
from kaohe.workflow.decisions.extend_notices import extend_notices
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.plans.cycle import NOTICE_STAGES
from kaohe.workflow.door import move
from kaohe.workflow.situations import load_situation

_SUPERSEDE = text("""
UPDATE deadline SET fired_at = :now, outcome = 'superseded'
 WHERE body_id = :body_id AND subject = 'cycle' AND subject_id = :id AND stage = :stage AND fired_at IS NULL
""")


async def extend_stage(
    session: AsyncSession, actor: Actor, now: datetime, cycle_id: int, stage: str, until: datetime, reason: str
) -> None:
    """Let `stage` run until `until` (aware). Its deadlines are set anew; those of later stages follow. Publicity and
    the time to object run with each notice: those that are out are extended."""
    await require_cycle(session, actor, cycle_id, lock=True)
    situation = await load_situation(session, actor.body_id, cycle_id)
    await session.execute(_SUPERSEDE, {"now": now, "body_id": actor.body_id, "id": cycle_id, "stage": stage})
    command = Command("extend", actor, now, reason=reason, args={"stage": stage, "until": until})
    await move(session, Subject.CYCLE, [cycle_id], command)
    opened_at = await session.scalar(
        text("SELECT opened_at FROM cycle WHERE body_id = :body_id AND id = :id"),
        {"body_id": actor.body_id, "id": cycle_id},
    )
    await replan(session, situation, opened_at, extension=(stage, until, reason))
    if stage in NOTICE_STAGES:
        await extend_notices(session, situation, stage, until, now)

"""Extending a stage (延期): by the office, with a reason; what depends on it moves with it."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.cycles.tell_at_work import tell_at_work
from kaohe.workflow.dates import AsPlanned, recompute
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move
from kaohe.workflow.situations import load_situation

_SUPERSEDE = text("""
UPDATE deadline SET fired_at = :now, outcome = 'superseded'
 WHERE body_id = :body_id AND subject = 'cycle' AND subject_id = :id AND stage = :stage AND fired_at IS NULL
""")

_OPENED = text("SELECT opened_at FROM cycle WHERE body_id = :body_id AND id = :id")


async def extend_stage(
    session: AsyncSession, actor: Actor, now: datetime, cycle_id: int, stage: str, until: datetime, reason: str
) -> None:
    """Let `stage` run until `until` (aware). Its reminders, its end and its escalations are set anew; the later stages
    follow, and so do the cases in it that have an earlier date of their own. Publicity and the time to object run with
    each notice: those that are out are extended. The terms of objections are not the stage's, and stay.
    The office and those whose date has moved are told."""
    await require_cycle(session, actor, cycle_id, lock=True)
    await session.execute(_SUPERSEDE, {"now": now, "body_id": actor.body_id, "id": cycle_id, "stage": stage})
    command = Command("extend", actor, now, reason=reason, args={"stage": stage, "until": until})
    await move(session, Subject.CYCLE, [cycle_id], command)
    situation = await load_situation(session, actor.body_id, cycle_id)
    opened_at = await session.scalar(_OPENED, {"body_id": actor.body_id, "id": cycle_id})
    assert opened_at is not None  # the guard lets only a running cycle be extended
    redated = await recompute(session, situation, opened_at, AsPlanned(now), now)
    await tell_at_work(session, actor.body_id, cycle_id, now, "stage_extended", redated.holders)

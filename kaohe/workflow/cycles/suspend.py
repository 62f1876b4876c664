"""Suspending and resuming a cycle (中止、恢复): meanwhile nothing fires; afterwards the terms are later."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.cycles.tell_at_work import tell_at_work
from kaohe.workflow.dates import FromBasis, recompute
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import day_of, end_of_day
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move_one
from kaohe.workflow.situations import load_situation

_SINCE = text("SELECT opened_at, suspended_at FROM cycle WHERE body_id = :body_id AND id = :id")


async def suspend_cycle(session: AsyncSession, actor: Actor, now: datetime, cycle_id: int, reason: str) -> None:
    """Suspend the cycle, with a reason. Everybody at work in it is told."""
    await require_cycle(session, actor, cycle_id)
    await move_one(session, Subject.CYCLE, cycle_id, Command("suspend", actor, now, reason=reason))
    await tell_at_work(session, actor.body_id, cycle_id, now, "cycle_suspended")


async def resume_cycle(session: AsyncSession, actor: Actor, now: datetime, cycle_id: int, reason: str = "") -> None:
    """Resume the cycle: every term keeps the working days that it had left. What was overdue before stays so.
    Everybody at work in it is told.

    From now on the pause is a part of the cycle's course (domain.pauses): whatever is planned later counts with it.
    """
    await require_cycle(session, actor, cycle_id, lock=True)
    cycle = (await session.execute(_SINCE, {"body_id": actor.body_id, "id": cycle_id})).mappings().one()
    await move_one(session, Subject.CYCLE, cycle_id, Command("resume", actor, now, reason=reason))
    situation = await load_situation(session, actor.body_id, cycle_id)
    rule = FromBasis(since=cycle["suspended_at"], earliest=end_of_day(day_of(now)))
    await recompute(session, situation, cycle["opened_at"], rule, now)
    await tell_at_work(session, actor.body_id, cycle_id, now, "cycle_resumed")

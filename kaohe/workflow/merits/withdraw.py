"""Withdrawing an event that should not have been recorded (撤销奖惩事件). It stays to be read, and counts no more."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import MeritEvent
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.merits.cases import lock_cases, settled
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import NOTE
from kaohe.workflow.permits import require
from kaohe.workflow.recusal import kept_away, relatives_of


async def withdraw_merit(session: AsyncSession, actor: Actor, now: datetime, merit_id: int, reason: str) -> None:
    """Withdraw it with a reason. By the office; refused as its recording would be, once its period is aggregated."""
    require(actor, "撤销奖惩事件", "withdraw a merit event", Who.OFFICE)
    known = await find(session, MeritEvent, actor, merit_id, "meritId")
    day = known.happened_on
    cases = await lock_cases(session, actor.body_id, known.policy_key, [known.person_id], [day])
    merit = await find(session, MeritEvent, actor, merit_id, "meritId", lock=True)
    form = Form()
    reason = form.text("reason", "理由", "the reason", reason, NOTE)
    form.add(*kept_away(actor, await relatives_of(session, actor), merit.person_id, "meritId"))
    if merit.withdrawn_at is not None:
        form.bad("meritId", "该事件已撤销", "it is withdrawn already")
    form.add(*settled(cases, merit.person_id, day, "meritId"))
    form.check()
    merit.withdrawn_by, merit.withdrawn_at, merit.withdrawn_reason = actor.person_id, now, reason
    await session.flush()

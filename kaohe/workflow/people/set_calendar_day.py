"""Overriding the working-day calendar for one date (工作日调整)."""

from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import CalendarOverride
from kaohe.workflow.calendar.redate import redate_cycles
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import NOTE
from kaohe.workflow.permits import require


async def set_calendar_day(
    session: AsyncSession, actor: Actor, now: datetime, day: date, *, working: bool, reason: str = ""
) -> None:
    """Say that a date is, or is not, a working day of the body, whatever the published calendar says. The body's
    dates still to come follow at once."""
    require(actor, "调整工作日", "change the calendar", Who.OFFICE, Who.ADMINISTRATOR)
    form = Form()
    reason = form.text("reason", "原因", "the reason", reason, NOTE, required=False)
    form.check()
    statement = insert(CalendarOverride).values(body_id=actor.body_id, day=day, working=working, reason=reason)
    changed = {"working": statement.excluded.working, "reason": statement.excluded.reason}
    await session.execute(statement.on_conflict_do_update(index_elements=["body_id", "day"], set_=changed))
    words = f"{day}改为{'上班' if working else '休息'}{f'：{reason}' if reason else ''}"
    await redate_cycles(session, now, words, actor.name, actor.body_id)


async def clear_calendar_day(session: AsyncSession, actor: Actor, now: datetime, day: date) -> None:
    """Let the published calendar decide about the date again; harmless where it does already. The body's dates still to
    come follow at once."""
    require(actor, "调整工作日", "change the calendar", Who.OFFICE, Who.ADMINISTRATOR)
    of_day = (CalendarOverride.body_id == actor.body_id) & (CalendarOverride.day == day)
    await session.execute(delete(CalendarOverride).where(of_day))
    await redate_cycles(session, now, f"{day}不再另行调整", actor.name, actor.body_id)

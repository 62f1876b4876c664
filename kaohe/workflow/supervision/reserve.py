"""The reserve pool of outstanding young cadres (优秀年轻干部后备库, S0-31)."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Person, ReserveEntry
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.permits import require
from kaohe.workflow.recusal import kept_away, relatives_of
from kaohe.workflow.supervision.limits import REASON


async def enter_reserve(
    session: AsyncSession, actor: Actor, now: datetime, person_id: int, entered_on: date, reason: str
) -> int:
    """Take a person into the pool from a day on, with the reason; the entry's id. By the office, never
    oneself or a relative."""
    require(actor, "选入后备库", "enter somebody in the reserve pool", Who.OFFICE)
    person = await find(session, Person, actor, person_id, "personId", lock=True)
    form = Form()
    reason = form.text("reason", "入库理由", "the reason", reason, REASON)
    form.add(*kept_away(actor, await relatives_of(session, actor), person_id, "personId"))
    _not_in_the_future(form, now, "enteredOn", entered_on)
    if await _is_in(session, actor.body_id, person_id):
        form.refuse(Code.IN_RESERVE, "personId", name=person.name)
    form.check()
    entry = ReserveEntry(
        body_id=actor.body_id, person_id=person_id, entered_on=entered_on, reason=reason, entered_by=actor.person_id
    )
    session.add(entry)
    await session.flush()
    return entry.id


async def leave_reserve(
    session: AsyncSession, actor: Actor, now: datetime, entry_id: int, left_on: date, reason: str
) -> None:
    """Let a person leave the pool with a day, for a reason: promoted, too old, no longer suitable. By the office."""
    require(actor, "移出后备库", "let somebody leave the reserve pool", Who.OFFICE)
    entry = await find(session, ReserveEntry, actor, entry_id, "entryId", lock=True)
    form = Form()
    reason = form.text("reason", "出库理由", "the reason", reason, REASON)
    form.add(*kept_away(actor, await relatives_of(session, actor), entry.person_id, "entryId"))
    _not_in_the_future(form, now, "leftOn", left_on)
    if left_on < entry.entered_on:
        form.bad("leftOn", f"早于入库日期{entry.entered_on}", f"it lies before the entry on {entry.entered_on}")
    if entry.left_on is not None:
        person = await find(session, Person, actor, entry.person_id, "entryId")
        form.refuse(Code.NOT_IN_RESERVE, "entryId", name=person.name, day=entry.left_on)
    form.check()
    entry.left_on, entry.left_reason, entry.left_by = left_on, reason, actor.person_id
    await session.flush()


async def _is_in(session: AsyncSession, body_id: int, person_id: int) -> bool:
    standing = select(ReserveEntry.id).where(
        ReserveEntry.body_id == body_id, ReserveEntry.person_id == person_id, ReserveEntry.left_on.is_(None)
    )
    return await session.scalar(standing) is not None


def _not_in_the_future(form: Form, now: datetime, field: str, day: date) -> None:
    if day > now.astimezone(BUSINESS_ZONE).date():
        form.bad(field, "日期不能晚于今天", "the day lies in the future")

"""Leave (请假): days on which nobody expects a log (§3, "recording rate"; §4, "attendance and leave entered")."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Leave
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Refused, not_found
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import NOTE
from kaohe.workflow.permits import require
from kaohe.workflow.queries.reading import rows
from kaohe.workflow.queries.records import LEAVES
from kaohe.workflow.records.subject import lock_subject
from kaohe.workflow.recusal import kept_away, relatives_of

#: One leave is at most so many days long, so that a slip in the year is seen.
_LONGEST_DAYS = 366


async def record_leave(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    person_id: int,
    kind: str,
    starts: date,
    ends: date,
    *,
    note: str = "",
) -> int:
    """Record leave from `starts` to `ends`, both included, past or to come; its id. `kind` is one of LEAVE_KINDS.

    By the clerk of the person's unit, or the office; nobody records his own or a relative's.
    """
    await _serve(session, actor, person_id)
    form = Form()
    note = form.text("note", "说明", "the note", note, NOTE, required=False)
    if ends < starts:
        form.bad("ends", f"结束日期早于开始日期{starts}", f"it ends before it starts on {starts}")
    elif (ends - starts).days >= _LONGEST_DAYS:
        form.bad("ends", f"一次请假最长{_LONGEST_DAYS}天", f"one leave has at most {_LONGEST_DAYS} days")
    overlap = await session.scalar(
        select(Leave).where(
            Leave.body_id == actor.body_id, Leave.person_id == person_id, Leave.starts <= ends, Leave.ends >= starts
        )
    )
    if overlap is not None:
        form.bad(
            "starts",
            f"与{overlap.starts}至{overlap.ends}的请假重叠",
            f"it overlaps with the leave from {overlap.starts} to {overlap.ends}",
        )
    form.check()
    leave = Leave(
        body_id=actor.body_id,
        person_id=person_id,
        kind=kind,
        starts=starts,
        ends=ends,
        note=note,
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    session.add(leave)
    await session.flush()
    return leave.id


async def withdraw_leave(session: AsyncSession, actor: Actor, now: datetime, leave_id: int) -> int:
    """Take a leave back, entered by mistake or cancelled; the person's id."""
    seen = await rows(session, actor, LEAVES, [("x.id = :id", {"id": leave_id})])
    if not seen:
        raise not_found("leave", "leaveId")
    person_id: int = seen[0]["person_id"]
    await _serve(session, actor, person_id)
    await session.delete(await find(session, Leave, actor, leave_id, "leaveId", lock=True))
    await session.flush()
    return person_id


async def _serve(session: AsyncSession, actor: Actor, person_id: int) -> None:
    """Refuse whoever may not keep this person's leave. The person is locked, so that two leaves can't overlap."""
    subject = await lock_subject(session, actor, person_id)
    if not subject.is_served_by(actor):
        require(actor, "登记请假", "record leave", Who.CLERK, Who.OFFICE)
    refusals = kept_away(actor, await relatives_of(session, actor), person_id, "personId")
    if refusals:
        raise Refused(refusals)

"""Circumstances that keep a person from an ordinary grade (特殊情形): N-8, N-11, N-12, N-13."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Circumstance, Person
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.facts.model import CircumstanceKind
from kaohe.workflow.domain.policy.outcomes import SanctionKind
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import NOTE
from kaohe.workflow.people.store import store
from kaohe.workflow.permits import require

#: Who is taken out of one cycle is excluded from it by the office; that is no circumstance of the person.
RECORDED = frozenset(CircumstanceKind) - {CircumstanceKind.NOT_TAKING_PART}

_LASTING = (CircumstanceKind.PROBATION, CircumstanceKind.INVESTIGATION)


async def record_circumstance(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    person_id: int,
    kind: CircumstanceKind,
    starts: date,
    *,
    sanction: SanctionKind | None = None,
    ends: date | None = None,
    note: str = "",
) -> int:
    """Record one; its id. `starts` is the day of a sanction or refusal, else the first day; `ends` the last, if known."""
    require(actor, "登记特殊情形", "record a circumstance", Who.OFFICE)
    await find(session, Person, actor, person_id, "personId", lock=True)
    form = Form()
    note = form.text("note", "说明", "the note", note, NOTE, required=False)
    if kind not in RECORDED:
        form.bad("kind", "不参加考核须在周期中办理", "not taking part is decided within the cycle")
    _check_sanction(form, kind, sanction)
    _check_days(form, now, starts, ends)
    if kind in _LASTING and await _open(session, actor.body_id, person_id, kind):
        form.refuse(Code.DUPLICATE, "kind", what="尚未结束的同类情形", what_en="one of that kind that has not ended")
    form.check()
    circumstance = Circumstance(
        body_id=actor.body_id,
        person_id=person_id,
        kind=kind,
        sanction=sanction,
        starts=starts,
        ends=ends,
        note=note,
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    return (await store(session, circumstance, "kind", "该情形", "this circumstance")).id


async def close_circumstance(
    session: AsyncSession, actor: Actor, now: datetime, circumstance_id: int, ends: date, *, note: str | None = None
) -> None:
    """Set its last day: a probation is over, an investigation closed. A grade is then made up by `supplement`."""
    require(actor, "结束特殊情形", "close a circumstance", Who.OFFICE)
    circumstance = await find(session, Circumstance, actor, circumstance_id, "circumstanceId", lock=True)
    form = Form()
    _check_days(form, now, circumstance.starts, ends)
    if note is not None:
        note = form.text("note", "说明", "the note", note, NOTE, required=False)
    form.check()
    circumstance.ends = ends
    if note is not None:
        circumstance.note = note
    await session.flush()


def _check_sanction(form: Form, kind: CircumstanceKind, sanction: SanctionKind | None) -> None:
    if kind is CircumstanceKind.SANCTION and sanction is None:
        form.refuse(Code.REQUIRED, "sanction", label="处分种类", label_en="the kind of sanction")
    if kind is not CircumstanceKind.SANCTION and sanction is not None:
        form.bad("sanction", "只有“处分”才填处分种类", "only a sanction has a kind of sanction")


def _check_days(form: Form, now: datetime, starts: date, ends: date | None) -> None:
    if starts > now.astimezone(BUSINESS_ZONE).date():
        form.bad("starts", "日期不能晚于今天", "the day lies in the future")
    if ends is not None and ends < starts:
        form.bad("ends", f"结束日期早于开始日期{starts}", f"it ends before it starts on {starts}")


async def _open(session: AsyncSession, body_id: int, person_id: int, kind: CircumstanceKind) -> bool:
    lasting = select(Circumstance.id).where(
        Circumstance.body_id == body_id,
        Circumstance.person_id == person_id,
        Circumstance.kind == kind,
        Circumstance.ends.is_(None),
    )
    return await session.scalar(lasting) is not None

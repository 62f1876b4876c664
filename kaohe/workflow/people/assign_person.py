"""Sending a person away for a time, and the end of it (外派、外派结束): S3-11 … S3-14."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Assignment, Person, Unit
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.policy.participation import AssignmentKind
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import APPROVAL
from kaohe.workflow.people.store import store
from kaohe.workflow.permits import require

#: Kinds that leave a person with his own unit: they may lack a receiving one.
WITHOUT_RECEIVING_UNIT = frozenset({AssignmentKind.TRAINING, AssignmentKind.SPECIAL_WORK})


async def assign_person(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    person_id: int,
    kind: AssignmentKind,
    starts: date,
    *,
    unit_id: int | None = None,
    ends: date | None = None,
    approval: str = "",
) -> int:
    """Record an assignment, from `starts` to `ends` (both included; none: open); its id.

    `approval` is the evidence that a loan needs (S3-14). It bears on cycles that open later, not on those under way.
    """
    require(actor, "登记外派", "record an assignment", Who.OFFICE, Who.ADMINISTRATOR)
    person = await find(session, Person, actor, person_id, "personId")
    form = Form()
    approval = form.text("approval", "批准文号", "the approval", approval, APPROVAL, required=False)
    if unit_id is not None:
        await find(session, Unit, actor, unit_id, "unitId")
    elif kind not in WITHOUT_RECEIVING_UNIT:
        form.refuse(Code.REQUIRED, "unitId", label="接收单位", label_en="the receiving unit")
    if unit_id == person.unit_id:
        form.bad("unitId", "接收单位不能是本单位", "the receiving unit is another than the own one")
    _check_end(form, starts, ends)
    same = select(Assignment.id).where(
        Assignment.body_id == actor.body_id,
        Assignment.person_id == person_id,
        Assignment.kind == kind,
        Assignment.starts == starts,
    )
    if await session.scalar(same):
        form.refuse(Code.DUPLICATE, "starts", what="同日起的同类外派", what_en="an assignment of that kind and day")
    form.check()
    assignment = Assignment(
        body_id=actor.body_id,
        person_id=person_id,
        kind=kind,
        unit_id=unit_id,
        starts=starts,
        ends=ends,
        approval=approval,
    )
    await store(session, assignment, "starts", "同日起的同类外派", "an assignment of that kind and day")
    return assignment.id


async def end_assignment(session: AsyncSession, actor: Actor, now: datetime, assignment_id: int, ends: date) -> None:
    """Set the last day of an assignment."""
    require(actor, "结束外派", "end an assignment", Who.OFFICE, Who.ADMINISTRATOR)
    assignment = await find(session, Assignment, actor, assignment_id, "assignmentId", lock=True)
    form = Form()
    _check_end(form, assignment.starts, ends)
    form.check()
    assignment.ends = ends
    await session.flush()


def _check_end(form: Form, starts: date, ends: date | None) -> None:
    if ends is not None and ends < starts:
        form.bad("ends", f"结束日期早于开始日期{starts}", f"it ends before it starts on {starts}")

"""Recording an inspection (抽查、走访, S0-26) with what was found (S0-27)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Inspection, Unit
from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import CHARTS, WHO_LABELS, WHO_LABELS_EN, CycleStage, Subject, Who
from kaohe.workflow.domain.charts.labels import state_label
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.permissions import Acting, acting, hindrances
from kaohe.workflow.domain.plans.finding import ANSWERING, answer_task, due_of, follow_up_deadlines
from kaohe.workflow.domain.refusals import Code, Refusal, Refused
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import FindingSnapshot, Situation
from kaohe.workflow.door import Newcomer, begin, uphold
from kaohe.workflow.outbox.tell import tell
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.situations import load_situation
from kaohe.workflow.supervision.inputs import FindingInput, InspectionInput, checked

#: Before a cycle is open nothing is assessed, and a cancelled one assesses nothing any more.
_NOT_IN = (CycleStage.DRAFT, CycleStage.CANCELLED)


async def record_inspection(
    session: AsyncSession, actor: Actor, now: datetime, cycle_id: int, unit_id: int, given: InspectionInput
) -> tuple[int, list[int]]:
    """Record one of a unit in a cycle; its id, and those of its findings in the order given.

    By the office or a leader of a unit above. Every difficulty and gap asks the unit's clerk for an answer within the
    policy's term; good practice is told to the clerks of all units. Raises Refused.
    """
    await require_cycle(session, actor, cycle_id, lock=True)
    unit = await find(session, Unit, actor, unit_id, "unitId")
    situation = await load_situation(session, actor.body_id, cycle_id)
    held = _held(actor, unit_id, situation)
    await uphold(session, actor, held.loans)
    form = Form()
    form.add(*_when(situation))
    if unit.outside:
        form.bad("unitId", "只能检查本考核主体的单位", "only a unit of the body is inspected")
    given = checked(form, given, now)
    form.check()
    inspection = Inspection(
        body_id=actor.body_id,
        cycle_id=cycle_id,
        unit_id=unit_id,
        kind=given.kind,
        held_on=given.held_on,
        inspectors=list(given.inspectors),
        looked_at=given.looked_at,
        note=given.note,
        recorded_by=actor.person_id,
        in_place_of=held.principal_id,
        recorded_at=now,
    )
    session.add(inspection)
    await session.flush()
    newcomers = [_newcomer(one, inspection, held.key, now, situation) for one in given.findings]
    ids = await begin(session, Subject.FINDING, newcomers, Command("issue", actor, now), situation)
    await _promote(session, given, ids, now, situation)
    return inspection.id, ids


def _held(actor: Actor, unit_id: int, situation: Situation) -> Acting:
    """How the actor may issue findings to the unit, in his own name or in another's place."""
    to_be = FindingSnapshot(
        body_id=actor.body_id,
        id=0,
        state="",
        version=0,
        entry_no=1,
        row={},
        unit_id=unit_id,
        wants_answer=False,
        issuer_key="",
    )
    held = acting(Subject.FINDING, "issue", actor, to_be, situation)
    if held is not None:
        return held
    raise Refused(list(hindrances(Subject.FINDING, "issue", actor, to_be, situation)) or [_not_allowed()])


def _not_allowed() -> Refusal:
    rule = CHARTS[Subject.FINDING].rules["issue"]
    who = [one for one in Who if one in rule.who]
    return Refusal(
        Code.NOT_ALLOWED,
        params={
            "action": "登记抽查走访",
            "action_en": "record an inspection",
            "who": "、".join(WHO_LABELS[one] for one in who),
            "who_en": ", ".join(WHO_LABELS_EN[one] for one in who),
        },
    )


def _when(situation: Situation) -> list[Refusal]:
    refusals = []
    if not situation.policy.supervision.inspections:
        refusals.append(bad("cycleId", "本细则不设抽查走访", "the scheme has no inspections"))
    if situation.cycle_state in _NOT_IN:
        state, state_en = state_label(situation.cycle_state)
        words = {"action": "登记抽查走访", "action_en": "record an inspection", "state": state, "state_en": state_en}
        refusals.append(Refusal(Code.WRONG_STATE, "cycleId", dict(words)))
    if situation.suspended:
        refusals.append(Refusal(Code.SUSPENDED, "cycleId"))
    return refusals


def _newcomer(
    given: FindingInput, inspection: Inspection, issuer_key: str, now: datetime, situation: Situation
) -> Newcomer:
    columns = {
        "cycle_id": inspection.cycle_id,
        "unit_id": inspection.unit_id,
        "inspection_id": inspection.id,
        "kind": given.kind,
        "text": given.text,
        "wanted": given.wanted,
        "issuer_key": issuer_key,
        "asked_at": now,
        "due_at": None,
        "reply": "",
        "conclusion": "",
    }
    data = {"inspection": inspection.id, "kind": given.kind}
    if not given.kind.wants_answer:
        return Newcomer(columns, data=data)
    due_at = due_of(now, situation)
    return Newcomer(
        {**columns, "due_at": due_at},
        tasks=[answer_task(inspection.unit_id, due_at, situation)],
        deadlines=follow_up_deadlines(due_at, now, 1, ANSWERING, situation),
        data=data,
    )


async def _promote(
    session: AsyncSession, given: InspectionInput, ids: Sequence[int], now: datetime, situation: Situation
) -> None:
    """Good practice is for everybody (推广): the clerks of all units are told."""
    clerks = [role_key(Role.UNIT_CLERK, unit) for unit in situation.units]
    lines = [(key, "good_practice") for key in clerks if situation.holders.get(key)]
    for one, finding_id in zip(given.findings, ids, strict=True):
        if not one.kind.wants_answer:
            await tell(
                session,
                situation.body_id,
                now,
                lines,
                subject=Subject.FINDING,
                subject_id=finding_id,
                cycle_id=situation.cycle_id,
            )

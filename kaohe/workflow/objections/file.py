"""Raising an objection: by the person or anyone of the unit, while the time to object runs."""

from datetime import datetime

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import minute_words
from kaohe.workflow.domain.changes import Command, TaskSpec
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.charts.labels import state_label
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.plans.objection import hearing_key
from kaohe.workflow.domain.plans.schedule import hearing_deadlines, is_present
from kaohe.workflow.domain.refusals import Code, Refusal, Refused, not_found, refuse
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.terms import end_of
from kaohe.workflow.door import Newcomer, begin, last_words
from kaohe.workflow.situations import load_situation
from kaohe.workflow.visibility import require_visible

#: A statement of its own: what a caller who waited for the lock reads next is what the one before him has left.
_LOCK = text("SELECT 1 FROM assessment WHERE body_id = :body_id AND id = :id FOR UPDATE")

_CASE = text("""
SELECT a.*, n.objections_until,
       EXISTS (SELECT 1 FROM objection o WHERE o.body_id = a.body_id AND o.assessment_id = a.id
                 AND o.instance = 2 AND o.state <> 'withdrawn') AS second_used,
       EXISTS (SELECT 1 FROM objection o WHERE o.body_id = a.body_id AND o.assessment_id = a.id
                 AND o.filed_by = :person_id AND o.state IN ('filed', 'under_review')) AS pending
  FROM assessment a LEFT JOIN notice n ON n.body_id = a.body_id AND n.id = a.notice_id
 WHERE a.body_id = :body_id AND a.id = :id FOR UPDATE OF a
""")

_FIRST = text("""
SELECT o.* FROM objection o WHERE o.body_id = :body_id AND o.id = :id AND o.filed_by = :person_id FOR UPDATE
""")

_USED = text("UPDATE objection SET second_until = NULL WHERE body_id = :body_id AND id = :id")


async def file_objection(session: AsyncSession, actor: Actor, now: datetime, assessment_id: int, grounds: str) -> int:
    """An objection to a result; its id. From the last round on it goes to the superior body at once (§3)."""
    case = await _case(session, actor, assessment_id)
    situation = await load_situation(session, actor.body_id, case["cycle_id"])
    refusals = [*_grounds(grounds), *await _open(session, case, situation), *_timely(case["objections_until"], now)]
    if case["pending"]:
        refusals.append(Refusal(Code.DUPLICATE, params={"what": "您的异议", "what_en": "your objection"}))
    last_round = case["round"] >= situation.policy.appeal.max_rounds
    if last_round and (case["second_used"] or not _has_second_instance(situation)):
        refusals.append(Refusal(Code.NO_SECOND_INSTANCE))
    if refusals:
        raise Refused(refusals)
    return await _begin(session, actor, now, case, situation, grounds, instance=2 if last_round else 1)


async def file_second_instance(
    session: AsyncSession, actor: Actor, now: datetime, objection_id: int, grounds: str
) -> int:
    """Take a dismissed objection to the superior body, once; the new objection's id."""
    key = {"body_id": actor.body_id, "id": objection_id, "person_id": actor.person_id}
    first = (await session.execute(_FIRST, key)).mappings().one_or_none()
    if first is None:
        raise not_found("objection")
    case = await _case(session, actor, first["assessment_id"])
    situation = await load_situation(session, actor.body_id, case["cycle_id"])
    refusals = [*_grounds(grounds), *await _open(session, case, situation)]
    if first["second_until"] is None or case["second_used"]:
        refusals.append(Refusal(Code.NO_SECOND_INSTANCE))
    else:
        refusals += _timely(first["second_until"], now)
    if refusals:
        raise Refused(refusals)
    await session.execute(_USED, {"body_id": actor.body_id, "id": objection_id})
    return await _begin(session, actor, now, case, situation, grounds, instance=2, first_id=objection_id)


async def _case(session: AsyncSession, actor: Actor, assessment_id: int) -> RowMapping:
    """The case, for its person and his colleagues (or the whole body, where the policy says so)."""
    key = {"body_id": actor.body_id, "id": assessment_id, "person_id": actor.person_id}
    await session.execute(_LOCK, {"body_id": actor.body_id, "id": assessment_id})
    case = (await session.execute(_CASE, key)).mappings().one_or_none()
    if case is None:
        raise not_found("assessment")
    situation = await load_situation(session, actor.body_id, case["cycle_id"])
    colleagues = actor.unit_id in (case["unit_id"], case["own_unit_id"])
    if not (actor.is_person(case["person_id"]) or colleagues or situation.policy.appeal.who == "body"):
        await require_visible(session, actor, [assessment_id])
        raise refuse(
            Code.NOT_ALLOWED,
            action="提出异议",
            action_en="file an objection",
            who="本人、本单位人员",
            who_en="the person, a member of the unit",
        )
    return case


def _grounds(grounds: str) -> list[Refusal]:
    missing = {"label": "异议理由", "label_en": "grounds"}
    return [] if grounds.strip() else [Refusal(Code.REQUIRED, "grounds", dict(missing))]


async def _open(session: AsyncSession, case: RowMapping, situation: Situation) -> list[Refusal]:
    """An objection is to a result that is publicised and not final yet."""
    refusals = [Refusal(Code.SUSPENDED)] if situation.suspended else []
    if not is_present(situation.policy, Stage.APPEAL):
        refusals.append(bad("assessment", "本细则不设异议复核环节", "the scheme has no objections"))
    if case["state"] not in (Stage.PUBLICITY, Stage.APPEAL):
        state, state_en = state_label(case["state"])
        words = {"state": state, "state_en": state_en, "action": "提出异议", "action_en": "file an objection"}
        last = await last_words(session, Subject.ASSESSMENT, situation.body_id, [case["id"]])
        refusals.append(Refusal(Code.WRONG_STATE, params={**words, **last.get(case["id"], {})}))
    return refusals


def _timely(until: datetime | None, now: datetime) -> list[Refusal]:
    if until is None or now <= until:
        return []
    return [Refusal(Code.WINDOW_CLOSED, params={"until": minute_words(until)})]


def _has_second_instance(situation: Situation) -> bool:
    appeal = situation.policy.appeal
    return appeal.second_instance and bool(appeal.outside_approvals)


async def _begin(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    case: RowMapping,
    situation: Situation,
    grounds: str,
    *,
    instance: int,
    first_id: int | None = None,
) -> int:
    if actor.person_id is None:
        raise refuse(Code.NOT_SIGNED_IN)
    appeal, calendar = situation.policy.appeal, situation.calendar
    admit_due = end_of(appeal.admit_within, now, calendar).ends_at
    decide_due = end_of(appeal.decide_within, now, calendar).ends_at
    key = hearing_key(case["person_id"], case["unit_id"], actor.person_id, instance, situation)
    newcomer = Newcomer(
        {
            "assessment_id": case["id"],
            "cycle_id": case["cycle_id"],
            "round": case["round"],
            "instance": instance,
            "first_id": first_id,
            "filed_by": actor.person_id,
            "grounds": grounds.strip(),
            "filed_at": now,
            "admit_due": admit_due,
            "decide_due": decide_due,
            "reply": "",
        },
        tasks=[TaskSpec("admit_objection", key, admit_due)],
        deadlines=hearing_deadlines(admit_due, now, 1, 0, situation),
        data={"instance": instance},
    )
    return (await begin(session, Subject.OBJECTION, [newcomer], Command("file", actor, now), situation))[0]

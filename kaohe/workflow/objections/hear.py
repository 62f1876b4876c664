"""Hearing an objection: whoever has it on the desk admits or refuses it, dismisses or sustains it."""

from datetime import datetime

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.appeals import release
from kaohe.workflow.desk import on_desk
from kaohe.workflow.domain.actor import Actor, system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.refusals import not_found
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.door import move_one

_OBJECTION = """
SELECT o.*, a.state AS case_state,
       (SELECT min(t.assignee_key) FROM task t WHERE t.body_id = o.body_id AND t.subject = 'objection'
           AND t.subject_id = o.id AND t.state = 'open') AS heard_by
  FROM objection o JOIN assessment a ON a.body_id = o.body_id AND a.id = o.assessment_id
 WHERE o.body_id = :body_id AND o.id = :id
   AND (o.filed_by = :person_id OR a.person_id = :person_id OR :office OR EXISTS (
     SELECT 1 FROM task t WHERE t.body_id = o.body_id AND t.subject = 'objection' AND t.subject_id = o.id
        AND {desk}))
"""


async def admit_objection(session: AsyncSession, actor: Actor, now: datetime, objection_id: int) -> None:
    """Admit it: it will be decided."""
    await _fire(session, actor, now, objection_id, "admit")


async def refuse_objection(session: AsyncSession, actor: Actor, now: datetime, objection_id: int, reply: str) -> None:
    """Refuse to admit it, with a reply."""
    objection = await _fire(session, actor, now, objection_id, "refuse", reply)
    await release(session, actor.body_id, now, [objection["assessment_id"]])


async def dismiss_objection(session: AsyncSession, actor: Actor, now: datetime, objection_id: int, reply: str) -> None:
    """Dismiss it, with a reply."""
    objection = await _fire(session, actor, now, objection_id, "dismiss", reply)
    await release(session, actor.body_id, now, [objection["assessment_id"]])


async def sustain_objection(session: AsyncSession, actor: Actor, now: datetime, objection_id: int, reply: str) -> None:
    """Sustain it: the person goes back to review for another round or, sustained by the superior body, back to the
    committee. One that is sustained after another has reopened the case changes nothing more."""
    objection = await _fire(session, actor, now, objection_id, "sustain", reply)
    if objection["case_state"] not in (Stage.PUBLICITY, Stage.APPEAL):
        return
    if objection["instance"] == 2:
        command = Command("outside_reject", actor, now, reason=reply, args={"objection": objection_id})
    else:  # the office reopens; where the body's head heard the case in its place, the system does
        opener = actor if objection["heard_by"] == role_key(Role.OFFICE) else system(actor.body_id)
        command = Command("reopen", opener, now, reason=reply, args={"objection": objection_id})
    await move_one(session, Subject.ASSESSMENT, objection["assessment_id"], command)


async def withdraw_objection(session: AsyncSession, actor: Actor, now: datetime, objection_id: int) -> None:
    """Withdraw one's own objection."""
    objection = await _fire(session, actor, now, objection_id, "withdraw")
    await release(session, actor.body_id, now, [objection["assessment_id"]])


async def _fire(
    session: AsyncSession, actor: Actor, now: datetime, objection_id: int, trigger: str, reply: str = ""
) -> RowMapping:
    desk, parameters = on_desk(actor)
    key = {"body_id": actor.body_id, "id": objection_id, "person_id": actor.person_id, "office": actor.has(Role.OFFICE)}
    found = await session.execute(text(_OBJECTION.format(desk=desk)), {**key, **parameters})
    objection = found.mappings().one_or_none()
    if objection is None:
        raise not_found("objection")
    args = {"reply": reply.strip()} if trigger not in ("admit", "withdraw") else {}
    await move_one(session, Subject.OBJECTION, objection_id, Command(trigger, actor, now, args=args))
    return objection

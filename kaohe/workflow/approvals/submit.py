"""Sending results for outside approval (报请核准)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql
from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Stage, Who
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.refusals import Code, Refused, not_found, refuse
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.permits import require
from kaohe.workflow.situations import load_situation

_CASES = text("""
SELECT a.id, a.round, a.grade, a.state,
       EXISTS (SELECT 1 FROM result_list_item i WHERE i.body_id = a.body_id AND i.assessment_id = a.id
                 AND i.round = a.round) AS listed
  FROM assessment a
 WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id
   AND (a.id = ANY(:ids) OR (:everyone AND a.state = 'appeal'))
 ORDER BY a.id FOR UPDATE OF a
""")

_LIST = text("""
INSERT INTO result_list (body_id, cycle_id, number, supplements, submitted_at, submitted_by)
SELECT :body_id, :cycle_id, COALESCE(max(number), 0) + 1, min(id), :now, :person_id
  FROM result_list WHERE body_id = :body_id AND cycle_id = :cycle_id
RETURNING id
""")

_CLOSE = text("""
UPDATE task SET state = 'done', closed_at = :now, closed_by = :actor
 WHERE body_id = :body_id AND subject = 'cycle' AND subject_id = :cycle_id AND kind = 'submit_results' AND state = 'open'
""")


async def submit_results(
    session: AsyncSession, actor: Actor, now: datetime, cycle_id: int, ids: Sequence[int] | None = None
) -> int:
    """Send these cases (or all in appeal that were not sent in their present round) as a numbered list; its id.

    Every list after the cycle's first is supplementary to it.
    """
    await require_cycle(session, actor, cycle_id, lock=True)
    require(actor, "报请核准", "send results for approval", Who.OFFICE)
    situation = await load_situation(session, actor.body_id, cycle_id)
    if situation.suspended:
        raise refuse(Code.SUSPENDED)
    key = {"body_id": actor.body_id, "cycle_id": cycle_id}
    found = await session.execute(_CASES, {**key, "ids": list(ids or ()), "everyone": ids is None})
    cases = found.mappings().all()
    if not {case["id"] for case in cases} >= set(ids or ()):
        raise not_found("assessment", "assessmentIds")
    if ids is None:
        cases = [case for case in cases if not case["listed"]]
    wrong = [
        bad("assessmentIds", "只能报送公示期满、尚未报送的人员", "only people in appeal who were not sent yet")
        for case in cases
        if case["state"] != Stage.APPEAL or case["listed"]
    ]
    if not cases:
        wrong.append(bad("assessmentIds", "没有可报送的人员", "there is nobody to send"))
    if wrong:
        raise Refused(wrong[:1])
    list_id = await session.scalar(_LIST, {**key, "now": now, "person_id": actor.person_id})
    items = [
        {
            "body_id": actor.body_id,
            "list_id": list_id,
            "assessment_id": case["id"],
            "round": case["round"],
            "grade": case["grade"],
        }
        for case in cases
    ]
    tasks = [
        {
            "body_id": actor.body_id,
            "assignee_key": role_key(Role.OUTSIDE_APPROVER, approver.key),
            "kind": "answer_results",
            "subject": "result_list",
            "subject_id": list_id,
            "cycle_id": cycle_id,
            "due_at": situation.due.get(Stage.APPEAL, now),
            "state": "open",
            "opened_at": now,
        }
        for approver in situation.policy.appeal.outside_approvals
    ]
    await session.execute(text(insert_sql("result_list_item", list(items[0]), "rows")), {"rows": document(items)})
    if tasks:
        await session.execute(text(insert_sql("task", list(tasks[0]), "rows")), {"rows": document(tasks)})
    await session.execute(_CLOSE, {**key, "now": now, "actor": actor.name})
    return int(list_id or 0)

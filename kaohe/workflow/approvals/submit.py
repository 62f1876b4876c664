"""Sending results for outside approval (报请核准)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql, rows_of
from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import TaskSpec
from kaohe.workflow.domain.charts import Stage, Who
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.refusals import Code, Refused, not_found, refuse
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.door import About, open_tasks, uphold
from kaohe.workflow.permits import require_work
from kaohe.workflow.situations import load_situation

_CASES = """
SELECT a.id, a.round, a.grade, a.state,
       EXISTS (SELECT 1 FROM result_list_item i WHERE i.body_id = a.body_id AND i.assessment_id = a.id
                 AND i.round = a.round) AS listed
  FROM assessment a
 WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND {which}
 ORDER BY a.id FOR UPDATE OF a
"""

_NAMED = text(_CASES.format(which="a.id = ANY(:ids)"))
_SENDABLE = text(_CASES.format(which="a.state = ANY(:sendable)"))

_LIST = text("""
INSERT INTO result_list (body_id, cycle_id, number, supplements, submitted_at, submitted_by, in_place_of)
SELECT :body_id, :cycle_id, COALESCE(max(number), 0) + 1, min(id), :now, :person_id, CAST(:in_place_of AS bigint)
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
    """Send these cases (or all that may be sent and were not in their present round) as a numbered list; its id.

    Every list after the cycle's first is supplementary to it. It goes to the approvers, and to those with whom results
    are filed (审核备案, S0-26).
    """
    await require_cycle(session, actor, cycle_id, lock=True)
    held = require_work(actor, "报请核准", "send results for approval", Who.OFFICE, WorkKind.APPROVAL)
    await uphold(session, actor, held.loans)
    situation = await load_situation(session, actor.body_id, cycle_id)
    if situation.suspended:
        raise refuse(Code.SUSPENDED)
    key = {"body_id": actor.body_id, "cycle_id": cycle_id}
    cases = await _cases(session, key, ids, _sendable(situation.policy))
    list_id: int = await session.scalar(
        _LIST, {**key, "now": now, "person_id": actor.person_id, "in_place_of": held.principal_id}
    )
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
    await session.execute(text(insert_sql("result_list_item", list(items[0]), "rows")), {"rows": document(items)})
    about = About(actor.body_id, "result_list", list_id, cycle_id)
    due_at = situation.due.get(Stage.APPEAL, now)
    desks = [role_key(Role.OUTSIDE_APPROVER, approver.key) for approver in situation.policy.appeal.outside_approvals]
    await open_tasks(session, now, [(about, TaskSpec("answer_results", desk, due_at)) for desk in desks])
    await session.execute(_CLOSE, {**key, "now": now, "actor": actor.name})
    return list_id


async def _cases(
    session: AsyncSession, key: Mapping[str, int], ids: Sequence[int] | None, sendable: Sequence[Stage]
) -> Sequence[Mapping[str, Any]]:
    """The cases to send, locked; refused where one of those named may not be sent, or where there are none."""
    if ids is None:
        found = await session.execute(_SENDABLE, {**key, "sendable": list(sendable)})
    else:
        found = await session.execute(_NAMED, {**key, "ids": list(ids)})
    cases = rows_of(found)
    if not {case["id"] for case in cases} >= set(ids or ()):
        raise not_found("assessment", "assessmentIds")
    if ids is None:
        cases = [case for case in cases if not case["listed"]]
    if any(case["state"] not in sendable or case["listed"] for case in cases):
        problem = ("只能报送公示期满、尚未报送的人员", "only people in appeal who were not sent yet")
        raise Refused([bad("assessmentIds", *problem)])
    if not cases:
        raise Refused([bad("assessmentIds", "没有可报送的人员", "there is nobody to send")])
    return cases


def _sendable(policy: Policy) -> tuple[Stage, ...]:
    """Who waits for approval is in appeal. Where nobody approves and results are only filed, nobody waits: they may be
    sent when they are final already."""
    if any(not approver.filing for approver in policy.appeal.outside_approvals):
        return (Stage.APPEAL,)
    return (Stage.APPEAL, Stage.FEEDBACK, Stage.ARCHIVED)

"""The dates that open tasks (待办) show: those of what they are about."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document
from kaohe.workflow.dates.objections import ObjectionDates
from kaohe.workflow.domain.charts import Stage
from kaohe.workflow.domain.task_stages import TASK_STAGES

#: Tasks whose date is a stage's, not their subject's own.
_BY_STAGE = {
    kind: TASK_STAGES[kind]
    for kind in (
        "audit_claims",
        "sign_list",
        "consent_list",
        "hand_in_list",
        "freeze_quota",
        "submit_results",
        "answer_results",
    )
} | {"propose_raters": Stage.SELF_SUMMARY, "approve_raters": Stage.SELF_SUMMARY}

_BY_OBJECTION = {"admit_objection": "admit_due", "decide_objection": "decide_due"}

_OF_CASES = text("""
UPDATE task t SET due_at = a.due_at FROM assessment a
 WHERE a.body_id = :body_id AND a.id = ANY(:ids) AND t.body_id = a.body_id AND t.subject = 'assessment'
   AND t.subject_id = a.id AND t.state = 'open' AND NOT t.kind = ANY(:by_stage) AND t.due_at <> a.due_at
RETURNING t.assignee_key
""")

# Lists and result lists are not locked: a task that somebody is just closing needs no date any more.
_OF_STAGES = text("""
UPDATE task t SET due_at = GREATEST(n.due_at, t.opened_at)
  FROM jsonb_populate_recordset(NULL::task, CAST(:rows AS jsonb)) n
 WHERE n.kind = t.kind AND t.body_id = :body_id AND t.id IN (
   SELECT id FROM task WHERE body_id = :body_id AND cycle_id = :cycle_id AND state = 'open' AND kind = ANY(:kinds)
    ORDER BY id FOR UPDATE SKIP LOCKED)
RETURNING t.assignee_key
""")

_OF_OBJECTIONS = text("""
UPDATE task t SET due_at = n.due_at
  FROM jsonb_populate_recordset(NULL::task, CAST(:rows AS jsonb)) n
 WHERE t.body_id = :body_id AND t.subject = 'objection' AND t.subject_id = n.subject_id AND t.kind = n.kind
   AND t.state = 'open'
RETURNING t.assignee_key
""")


async def move_tasks(
    session: AsyncSession,
    body_id: int,
    cycle_id: int,
    stages: Mapping[str, tuple[datetime, datetime]],
    cases: Sequence[int],
    objections: Mapping[int, ObjectionDates],
) -> set[str]:
    """Let the open tasks follow the stages and objections that have moved, and these cases; their holders' keys."""
    holders: set[str] = set()
    if cases:
        moved = {"body_id": body_id, "ids": list(cases), "by_stage": list(_BY_STAGE)}
        holders |= set(await session.scalars(_OF_CASES, moved))
    by_stage = [{"kind": kind, "due_at": stages[stage][1]} for kind, stage in _BY_STAGE.items() if stage in stages]
    if by_stage:
        kinds = {"cycle_id": cycle_id, "kinds": [row["kind"] for row in by_stage]}
        holders |= await _set(session, _OF_STAGES, body_id, by_stage, kinds)
    by_objection = [
        {"subject_id": one, "kind": kind, "due_at": dates.due[column]}
        for one, dates in objections.items()
        for kind, column in _BY_OBJECTION.items()
        if column in dates.moved
    ]
    if by_objection:
        holders |= await _set(session, _OF_OBJECTIONS, body_id, by_objection, {})
    return holders


async def _set(
    session: AsyncSession, statement: Any, body_id: int, rows: Sequence[Mapping[str, Any]], more: Mapping[str, Any]
) -> set[str]:
    found = await session.scalars(statement, {"body_id": body_id, "rows": document(rows), **more})
    return set(found)

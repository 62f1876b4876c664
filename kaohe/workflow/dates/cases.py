"""The due dates of people's cases (个案时限): the stage's for those who share it, their own for stragglers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, rows_of, update_sql
from kaohe.workflow.dates.notices import NoticeDates
from kaohe.workflow.dates.rule import Rule
from kaohe.workflow.dates.stages import CyclePlan
from kaohe.workflow.domain.charts import Stage
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.stage_plan import PlannedStage
from kaohe.workflow.domain.terms import end_of

# A case has a date of its own where a deadline of its own was set when it entered the stage.
_CASES = text("""
SELECT a.id, a.state, a.entry_no, a.entered_at, a.feedback_at, a.due_at, a.notice_id,
       EXISTS (SELECT 1 FROM deadline d WHERE d.body_id = a.body_id AND d.subject = 'assessment' AND d.subject_id = a.id
                  AND d.stage = a.state AND d.entry_no = a.entry_no) AS own
  FROM assessment a
 WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND a.due_at IS NOT NULL
   AND a.state NOT IN ('archived', 'excluded', 'cancelled')
   AND (CAST(:stages AS text[]) IS NULL OR a.state = ANY(:stages))
 ORDER BY a.id
""")


@dataclass(frozen=True)
class CaseDates:
    """Where a case is, when it is due there, and when it was due before."""

    stage: str
    entry_no: int
    before: datetime
    now: PlannedStage

    @property
    def has_moved(self) -> bool:
        return self.before != self.now.due_at


async def move_cases(
    session: AsyncSession,
    situation: Situation,
    plan: CyclePlan,
    notices: Mapping[int, NoticeDates],
    rule: Rule,
    stages: list[str] | None = None,
) -> Mapping[int, CaseDates]:
    """Work out the due date of every case (or of those in `stages`) again, by the case's id."""
    key = {"body_id": situation.body_id, "cycle_id": situation.cycle_id, "stages": stages}
    found, changed = {}, []
    for row in rows_of(await session.execute(_CASES, key)):
        found[row["id"]] = dates = CaseDates(
            row["state"], row["entry_no"], row["due_at"], _due(row, situation, plan, notices, rule)
        )
        if dates.has_moved:
            changed.append({"body_id": situation.body_id, "id": row["id"], "due_at": dates.now.due_at})
    if changed:
        await session.execute(text(update_sql("assessment", ["due_at"], "rows")), {"rows": document(changed)})
    return found


def _due(
    row: Mapping[str, Any],
    situation: Situation,
    plan: CyclePlan,
    notices: Mapping[int, NoticeDates],
    rule: Rule,
) -> PlannedStage:
    before = PlannedStage(row["due_at"], provisional=False)
    shared = plan.stages.get(row["state"], before)
    if row["state"] in (Stage.PUBLICITY, Stage.APPEAL):
        notice = notices.get(row["notice_id"])
        if notice is None:
            return before
        return notice.closing if row["state"] == Stage.PUBLICITY else notice.objecting
    if row["feedback_at"] is not None:
        return _own(row, situation.policy.feedback.acknowledge_within, row["feedback_at"], situation, plan, rule)
    if row["own"]:
        minimum = situation.policy.stage_minimum(row["state"])
        own = _own(row, minimum, row["entered_at"], situation, plan, rule)
        return max(own, shared, key=lambda one: one.due_at)
    return shared


def _own(
    row: Mapping[str, Any], term: Any, event: datetime, situation: Situation, plan: CyclePlan, rule: Rule
) -> PlannedStage:
    if not rule.running(row["due_at"]):
        return PlannedStage(row["due_at"], provisional=False)
    due = end_of(term, event, situation.calendar, plan.course.pauses)
    return PlannedStage(rule.settle(due.ends_at, row["due_at"]), due.provisional)

"""The terms of the findings that wait for an answer or a conclusion (督导问题)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, rows_of, update_sql
from kaohe.workflow.dates.rule import Rule
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.stage_plan import Course
from kaohe.workflow.domain.terms import end_of

# They are locked already (dates.locks); one that came between is being written by somebody else, who waits for us.
_FINDINGS = text("""
SELECT id, asked_at, due_at FROM finding
 WHERE body_id = :body_id AND cycle_id = :cycle_id AND due_at IS NOT NULL ORDER BY id FOR UPDATE SKIP LOCKED
""")

_OF_FINDINGS = text("""
UPDATE task t SET due_at = f.due_at FROM finding f
 WHERE f.body_id = :body_id AND f.id = ANY(:ids) AND t.body_id = f.body_id AND t.subject = 'finding'
   AND t.subject_id = f.id AND t.state = 'open'
RETURNING t.assignee_key
""")


@dataclass(frozen=True)
class FindingDates:
    """When what a finding asks for is due, whether that may still move (暂定), and when it was due before."""

    due_at: datetime
    provisional: bool
    before: datetime

    @property
    def has_moved(self) -> bool:
        return self.due_at != self.before


async def move_findings(
    session: AsyncSession, situation: Situation, course: Course, rule: Rule
) -> Mapping[int, FindingDates]:
    """Work out the date of every open finding again, by its id. No extension of a stage moves it."""
    key = {"body_id": situation.body_id, "cycle_id": situation.cycle_id}
    found, changed = {}, []
    for row in rows_of(await session.execute(_FINDINGS, key)):
        due_at, provisional = row["due_at"], False
        if rule.running(due_at):
            term = situation.policy.supervision.follow_up
            computed = end_of(term, row["asked_at"], situation.calendar, course.pauses)
            due_at, provisional = rule.settle(computed.ends_at, due_at), computed.provisional
        found[row["id"]] = dates = FindingDates(due_at, provisional, row["due_at"])
        if dates.has_moved:
            changed.append({"body_id": situation.body_id, "id": row["id"], "due_at": due_at})
    if changed:
        await session.execute(text(update_sql("finding", ["due_at"], "rows")), {"rows": document(changed)})
    return found


async def move_their_tasks(session: AsyncSession, body_id: int, findings: Mapping[int, FindingDates]) -> set[str]:
    """Let the open tasks follow the findings that have moved; their holders' keys."""
    moved = [one for one, dates in findings.items() if dates.has_moved]
    if not moved:
        return set()
    return set(await session.scalars(_OF_FINDINGS, {"body_id": body_id, "ids": moved}))

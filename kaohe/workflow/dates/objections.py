"""The terms of the objections that are heard, or may still go to the second instance (异议)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, rows_of, update_sql
from kaohe.workflow.dates.rule import Rule
from kaohe.workflow.domain.calendar import Due
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.stage_plan import Course
from kaohe.workflow.domain.terms import end_of

# They are locked already (dates.locks); one that came between is being written by somebody else, who waits for us.
_OBJECTIONS = text("""
SELECT id, filed_at, admit_due, decide_due, decided_at, second_until FROM objection
 WHERE body_id = :body_id AND cycle_id = :cycle_id AND (state IN ('filed', 'under_review') OR second_until IS NOT NULL)
 ORDER BY id FOR UPDATE SKIP LOCKED
""")

#: By the step of their deadlines (domain.plans.objection): the column of each date.
COLUMNS = ("admit_due", "decide_due", "second_until")


@dataclass(frozen=True)
class ObjectionDates:
    """An objection's dates by column, whether each may still move (暂定), and those that have moved: (before, after)."""

    due: Mapping[str, datetime | None]
    provisional: Mapping[str, bool]
    moved: Mapping[str, tuple[datetime, datetime]]


async def move_objections(
    session: AsyncSession, situation: Situation, course: Course, rule: Rule
) -> Mapping[int, ObjectionDates]:
    """Work out the dates of every objection again, by its id. No extension of a stage moves them."""
    key = {"body_id": situation.body_id, "cycle_id": situation.cycle_id}
    found, changed = {}, []
    for row in rows_of(await session.execute(_OBJECTIONS, key)):
        found[row["id"]] = dates = _dates(row, situation, course, rule)
        if dates.moved:
            changed.append({"body_id": situation.body_id, "id": row["id"], **dates.due})
    if changed:
        await session.execute(text(update_sql("objection", COLUMNS, "rows")), {"rows": document(changed)})
    return found


def _dates(row: Mapping[str, Any], situation: Situation, course: Course, rule: Rule) -> ObjectionDates:
    due: dict[str, datetime | None] = {name: row[name] for name in COLUMNS}
    provisional = dict.fromkeys(COLUMNS, False)
    for name, computed in _computed(row, situation, course).items():
        before = due[name]
        if before is not None and rule.running(before):
            due[name], provisional[name] = rule.settle(computed.ends_at, before), computed.provisional
    moved = {name: (row[name], now) for name, now in due.items() if now is not None and now != row[name]}
    return ObjectionDates(due, provisional, moved)


def _computed(row: Mapping[str, Any], situation: Situation, course: Course) -> dict[str, Due]:
    appeal = situation.policy.appeal
    terms = {"admit_due": (appeal.admit_within, row["filed_at"]), "decide_due": (appeal.decide_within, row["filed_at"])}
    if row["second_until"] is not None:
        terms["second_until"] = (appeal.window, row["decided_at"])
    return {name: end_of(term, event, situation.calendar, course.pauses) for name, (term, event) in terms.items()}

"""The terms of the notices that are out (公示)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, rows_of, update_sql
from kaohe.workflow.dates.rule import Rule
from kaohe.workflow.domain.notice_term import objecting_end, publicity_end
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.stage_plan import Course, PlannedStage

_NOTICES = text("""
SELECT id, published_at, closes_at, objections_until, provisional FROM notice
 WHERE body_id = :body_id AND cycle_id = :cycle_id ORDER BY id FOR UPDATE
""")

_COLUMNS = ("closes_at", "objections_until", "provisional")


@dataclass(frozen=True)
class NoticeDates:
    """When a notice's publicity and the time to object to it end; `moved`, by column, what has changed of them:
    (before, after)."""

    closing: PlannedStage
    objecting: PlannedStage
    moved: Mapping[str, tuple[datetime, datetime]]


async def move_notices(
    session: AsyncSession, situation: Situation, course: Course, rule: Rule
) -> Mapping[int, NoticeDates]:
    """Work out every notice's term again, by the notice's id."""
    key = {"body_id": situation.body_id, "cycle_id": situation.cycle_id}
    found, changed = {}, []
    for row in rows_of(await session.execute(_NOTICES, key)):
        found[row["id"]] = dates = _dates(row, situation, course, rule)
        provisional = dates.closing.provisional or dates.objecting.provisional
        if dates.moved or provisional != row["provisional"]:
            values = (dates.closing.due_at, dates.objecting.due_at, provisional)
            changed.append({"body_id": situation.body_id, "id": row["id"], **dict(zip(_COLUMNS, values, strict=True))})
    if changed:
        await session.execute(text(update_sql("notice", _COLUMNS, "rows")), {"rows": document(changed)})
    return found


def _dates(row: Mapping[str, Any], situation: Situation, course: Course, rule: Rule) -> NoticeDates:
    """What has ended stays as it ended, and what follows counts from there."""
    policy, calendar, published_at = situation.policy, situation.calendar, row["published_at"]
    closing = PlannedStage(row["closes_at"], provisional=False)
    if rule.running(row["closes_at"]):
        computed = publicity_end(policy, published_at, course, calendar)
        closing = PlannedStage(rule.settle(computed.due_at, row["closes_at"]), computed.provisional)
    objecting = PlannedStage(row["objections_until"], provisional=False)
    if rule.running(row["objections_until"]):
        computed = objecting_end(policy, published_at, closing, course, calendar)
        objecting = PlannedStage(rule.settle(computed.due_at, row["objections_until"]), computed.provisional)
    pairs = {
        "closes_at": (row["closes_at"], closing.due_at),
        "objections_until": (row["objections_until"], objecting.due_at),
    }
    return NoticeDates(closing, objecting, {name: pair for name, pair in pairs.items() if pair[0] != pair[1]})

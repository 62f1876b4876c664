"""Suspending and resuming a cycle (中止、恢复): meanwhile nothing fires; afterwards the terms are shifted."""

from datetime import datetime, time

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, update_sql
from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import BUSINESS_ZONE, WorkCalendar
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.terms import shift
from kaohe.workflow.door import move_one
from kaohe.workflow.situations import load_situation

#: What runs on in a cycle, by table: the columns that hold its dates, and which of its rows still matter.
_RUNNING = {
    "deadline": (("due_at",), "fired_at IS NULL"),
    "task": (("due_at",), "state = 'open'"),
    "stage_term": (("due_at",), "left_at IS NULL"),
    "notice": (("closes_at", "objections_until"), "objections_until > :since"),
    "objection": (
        ("admit_due", "decide_due", "second_until"),
        "(state IN ('filed', 'under_review') OR second_until > :since)",
    ),
    "assessment": (("due_at",), "due_at > :since AND state NOT IN ('archived', 'excluded')"),
}


async def suspend_cycle(session: AsyncSession, actor: Actor, now: datetime, cycle_id: int, reason: str) -> None:
    """Suspend the cycle, with a reason."""
    await require_cycle(session, actor, cycle_id)
    await move_one(session, Subject.CYCLE, cycle_id, Command("suspend", actor, now, reason=reason))


async def resume_cycle(session: AsyncSession, actor: Actor, now: datetime, cycle_id: int, reason: str = "") -> None:
    """Resume the cycle: every term keeps the working days that it had left."""
    await require_cycle(session, actor, cycle_id, lock=True)
    since = await session.scalar(
        text("SELECT suspended_at FROM cycle WHERE body_id = :body_id AND id = :id"),
        {"body_id": actor.body_id, "id": cycle_id},
    )
    await move_one(session, Subject.CYCLE, cycle_id, Command("resume", actor, now, reason=reason))
    calendar = (await load_situation(session, actor.body_id, cycle_id)).calendar
    for table, (columns, running) in _RUNNING.items():
        await _shift(session, actor.body_id, cycle_id, table, columns, running, (since, now), calendar)


async def _shift(
    session: AsyncSession,
    body_id: int,
    cycle_id: int,
    table: str,
    columns: tuple[str, ...],
    running: str,
    pause: tuple[datetime, datetime],
    calendar: WorkCalendar,
) -> None:
    found = await session.execute(
        text(
            f"SELECT id, {', '.join(columns)} FROM {table} "
            f"WHERE body_id = :body_id AND cycle_id = :cycle_id AND {running} ORDER BY id FOR UPDATE"
        ),
        {"body_id": body_id, "cycle_id": cycle_id, **({"since": pause[0]} if ":since" in running else {})},
    )
    rows = [
        {
            "body_id": body_id,
            "id": row["id"],
            **{name: _moved(row[name], pause, calendar) for name in columns if row[name] is not None},
        }
        for row in found.mappings()
    ]
    if rows:
        await session.execute(text(update_sql(table, columns, "rows")), {"rows": document(rows)})


def _moved(due: datetime, pause: tuple[datetime, datetime], calendar: WorkCalendar) -> datetime:
    """An overdue moment stays as it was; a reminder keeps its hour, an end of day its midnight."""
    if due <= pause[0]:
        return due
    moved, hour = shift(due, *pause, calendar), due.astimezone(BUSINESS_ZONE).timetz()
    return moved.ends_at if hour == time(tzinfo=BUSINESS_ZONE) else datetime.combine(moved.last_day, hour)

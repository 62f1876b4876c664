"""Tasks and deadlines (待办、时限): the one place that knows their columns.

A move's own are written with it. Where no chart moves (a list that is complete asks for a signature, a notice is
published), a use case opens and sets them here, in its own transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql
from kaohe.workflow.domain.calendar import WorkCalendar, day_of
from kaohe.workflow.domain.changes import DeadlineSpec, TaskSpec
from kaohe.workflow.domain.value import value

TASK_COLUMNS = tuple(
    "body_id assignee_key kind subject subject_id cycle_id unit_id person_id due_at state opened_at".split()
)
DEADLINE_COLUMNS = tuple("body_id subject subject_id cycle_id stage entry_no step kind mark due_at provisional".split())

#: What is there already stays as it is: asking twice opens one task.
ONCE = "ON CONFLICT DO NOTHING"


_CLOSE = text("""
UPDATE task SET state = 'done', closed_at = :now, closed_by = :by
 WHERE body_id = :body_id AND id = ANY(:ids) AND state = 'open'
""")


_DROP = text("""
DELETE FROM task WHERE body_id = :body_id AND subject = :subject AND subject_id = :subject_id AND kind = :kind
   AND assignee_key = :key AND state = 'open'
""")

_FORGET = text("""
DELETE FROM task WHERE body_id = :body_id AND subject = 'ballot_box' AND subject_id = :box_id AND kind = 'cast_ballot'
""")

_MOVE_DUE = text("""
UPDATE task SET due_at = :due_at
 WHERE body_id = :body_id AND subject = :subject AND subject_id = :subject_id AND kind = :kind AND state = 'open'
   AND due_at <> :due_at
RETURNING assignee_key
""")


@value(frozen=True)
class About:
    """What a task or a deadline is about: a subject of a cycle, and its unit and person where it has them."""

    body_id: int
    subject: str
    subject_id: int
    cycle_id: int
    unit_id: int | None = None
    person_id: int | None = None


def task_row(about: About, task: TaskSpec, now: datetime) -> dict[str, Any]:
    """A row of `task`, opened at `now`."""
    return {
        "body_id": about.body_id,
        "assignee_key": task.assignee_key,
        "kind": task.kind,
        "subject": about.subject,
        "subject_id": about.subject_id,
        "cycle_id": about.cycle_id,
        "unit_id": about.unit_id,
        "person_id": about.person_id,
        "due_at": task.due_at,
        "state": "open",
        "opened_at": now,
    }


def deadline_row(about: About, deadline: DeadlineSpec, calendar: WorkCalendar | None) -> dict[str, Any]:
    """A row of `deadline`; provisional where the calendar does not know its day yet."""
    return {
        "body_id": about.body_id,
        "subject": about.subject,
        "subject_id": about.subject_id,
        "cycle_id": about.cycle_id,
        "stage": deadline.stage,
        "entry_no": deadline.entry_no,
        "step": deadline.step,
        "kind": deadline.kind,
        "mark": deadline.mark,
        "due_at": deadline.due_at,
        "provisional": calendar is not None and calendar.is_provisional(day_of(deadline.due_at)),
    }


async def open_tasks(session: AsyncSession, now: datetime, tasks: Iterable[tuple[About, TaskSpec]]) -> None:
    """Open tasks, in one statement; one that is open already stays."""
    rows = [task_row(about, task, now) for about, task in tasks]
    if rows:
        await session.execute(text(insert_sql("task", TASK_COLUMNS, "rows", suffix=ONCE)), {"rows": document(rows)})


async def close_tasks(session: AsyncSession, body_id: int, now: datetime, by: str, ids: Sequence[int]) -> None:
    """Close open tasks by their own ids, as done by `by`; one that is closed already stays as it is."""
    if ids:
        await session.execute(_CLOSE, {"body_id": body_id, "now": now, "by": by, "ids": list(ids)})


async def drop_task(session: AsyncSession, about: About, kind: str, key: str) -> None:
    """End one person's open task without a trace: a closed one would tell when he cast his ballot (S1-20)."""
    await session.execute(
        _DROP,
        {
            "body_id": about.body_id,
            "subject": about.subject,
            "subject_id": about.subject_id,
            "kind": kind,
            "key": key,
        },
    )


async def forget_ballots(session: AsyncSession, body_id: int, box_id: int) -> None:
    """Drop every `cast_ballot` of a box, closed ones too: they would tell who had not cast at some moment (S1-20)."""
    await session.execute(_FORGET, {"body_id": body_id, "box_id": box_id})


async def move_due(session: AsyncSession, about: About, kind: str, due_at: datetime) -> list[str]:
    """Let the open tasks of a kind on one subject be due at another moment; their holders' keys."""
    values = {"body_id": about.body_id, "subject": about.subject, "subject_id": about.subject_id}
    return list(await session.scalars(_MOVE_DUE, {**values, "kind": kind, "due_at": due_at}))


async def set_deadlines(
    session: AsyncSession, calendar: WorkCalendar, deadlines: Iterable[tuple[About, DeadlineSpec]]
) -> None:
    """Set deadlines, in one statement; one that is set already stays."""
    rows = [deadline_row(about, deadline, calendar) for about, deadline in deadlines]
    if rows:
        statement = insert_sql("deadline", DEADLINE_COLUMNS, "rows", suffix=ONCE)
        await session.execute(text(statement), {"rows": document(rows)})

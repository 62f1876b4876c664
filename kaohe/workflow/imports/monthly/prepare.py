"""A file of monthly figures made ready: read, checked, compared."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.imports.columns import Table
from kaohe.workflow.imports.files import Sheet
from kaohe.workflow.imports.monthly.check import Figures, check_monthly
from kaohe.workflow.imports.monthly.tables import ATTENDANCE, PERFORMANCE
from kaohe.workflow.imports.plan import Task
from kaohe.workflow.imports.rows import read_rows
from kaohe.workflow.imports.sheets import tables_of
from kaohe.workflow.imports.statements import insert, update

_PEOPLE = text("SELECT id, number, name FROM person WHERE body_id = :body_id")


@dataclass(frozen=True)
class MonthlyPlan:
    """A `Plan`: rows of `stored_in` that are new or differ, each with its figures."""

    task: Task
    stored_in: str
    new: list[dict[str, Any]]
    changed: list[dict[str, Any]]
    rows: int
    ignored: tuple[str, ...]

    @property
    def inserted(self) -> int:
        return len(self.new)

    @property
    def updated(self) -> int:
        return len(self.changed)

    async def write(self, batch_id: int) -> None:
        source = {"body_id": self.task.actor.body_id, "batch_id": batch_id}
        self.task.progress("写入 · writing", 0, 2)
        await insert(self.task.session, self.stored_in, ({**row, **source} for row in self.new))
        self.task.progress("写入 · writing", 1, 2)
        await update(self.task.session, self.stored_in, ({**row, **source} for row in self.changed))
        self.task.progress("写入 · writing", 2, 2)


async def prepare_performance(task: Task, sheets: Sequence[Sheet]) -> MonthlyPlan:
    """What a file of monthly performance scores changes; Refused with everything that is wrong with it."""
    return await _prepare(task, sheets, PERFORMANCE, "monthly_performance")


async def prepare_attendance(task: Task, sheets: Sequence[Sheet]) -> MonthlyPlan:
    """What a file of attendance changes; Refused with everything that is wrong with it."""
    return await _prepare(task, sheets, ATTENDANCE, "attendance")


async def _prepare(task: Task, sheets: Sequence[Sheet], table: Table, stored_in: str) -> MonthlyPlan:
    sheet = tables_of(sheets, [table])[table.name]
    rows = await asyncio.to_thread(read_rows, sheet, table, task.problems)
    found = await task.session.execute(_PEOPLE, {"body_id": task.actor.body_id})
    people = {row["number"]: row for row in rows_of(found)}
    today = task.now.astimezone(BUSINESS_ZONE).date()

    def tick(done: int) -> None:
        task.progress("检查 · checking", done, len(rows))

    figures = await asyncio.to_thread(check_monthly, rows, people, today, task.problems, tick)
    task.problems.check()
    new, changed = await _compare(task, stored_in, figures)
    return MonthlyPlan(task, stored_in, new, changed, len(figures), rows.ignored)


async def _compare(
    task: Task, stored_in: str, figures: Sequence[Figures]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows that are new, and those that differ from what is stored."""
    found = await task.session.execute(
        text(f"SELECT * FROM {stored_in} WHERE body_id = :body_id AND month = ANY(:months)"),
        {"body_id": task.actor.body_id, "months": sorted({one.month for one in figures})},
    )
    stored = {(row["person_id"], row["month"]): row for row in rows_of(found)}
    new, changed = [], []
    for one in figures:
        row = {"person_id": one.person_id, "month": one.month, **one.values}
        before = stored.get((one.person_id, one.month))
        if before is None:
            new.append(row)
        elif any(before[key] != value for key, value in one.values.items()):
            changed.append({**row, "id": before["id"]})
    return new, changed

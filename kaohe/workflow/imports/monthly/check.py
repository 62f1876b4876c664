"""Checking monthly figures: known people under their own names, past months, each once. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kaohe.workflow.domain.periods import Period
from kaohe.workflow.imports.monthly.tables import DAYS, WHO_AND_WHEN
from kaohe.workflow.imports.problems import Problems
from kaohe.workflow.imports.rows import Row, Rows


@dataclass(frozen=True, slots=True)
class Figures:
    """One row: the person's id, the month's key, and the figures by column; an empty cell is 0."""

    person_id: int
    month: str
    values: Mapping[str, Decimal | int]


def check_monthly(
    rows: Rows, people: Mapping[str, Mapping[str, Any]], today: date, problems: Problems, tick: Callable[[int], None]
) -> list[Figures]:
    """The figures of the table; `people` are the body's by staff number. `tick` hears how many rows are done."""
    seen: dict[tuple[str, str], int] = {}
    measures = [column.key for column in rows.table.columns if column.key not in WHO_AND_WHEN]
    figures = []
    for done, row in enumerate(rows, start=1):
        number, month = row.get("number"), row.get("month")
        person = _check_person(rows, row, people, problems)
        _check_month(rows, row, month, today, problems)
        if number and month:
            first = seen.setdefault((number, month.key), row.number)
            if first != row.number:
                rows.complain(
                    problems, row, "month", f"与第{first}行重复", f"the same person and month as in row {first}"
                )
        if person is not None and month is not None:
            figures.append(Figures(person["id"], month.key, {key: row.get(key) or 0 for key in measures}))
        tick(done)
    return figures


def _check_person(
    rows: Rows, row: Row, people: Mapping[str, Mapping[str, Any]], problems: Problems
) -> Mapping[str, Any] | None:
    number, name = row.get("number"), row.get("name")
    person = people.get(number or "")
    if number and person is None:
        rows.complain(problems, row, "number", f"没有工号{number}", f"there is no staff number {number}")
    if person is not None and name and person["name"] != name:
        zh = f"与工号不符：{number}是{person['name']}"
        rows.complain(problems, row, "name", zh, f"{number} is {person['name']}")
    return person


def _check_month(rows: Rows, row: Row, month: Period | None, today: date, problems: Problems) -> None:
    if month is None:
        return
    if month.start > today:
        rows.complain(problems, row, "month", f"{month.key}尚未开始", f"{month.key} has not begun")
    away = sum((Decimal(row.get(key) or 0) for key in DAYS), Decimal())
    if away > month.end.day:
        most = next(key for key in DAYS if row.get(key))
        rows.complain(
            problems,
            row,
            most,
            f"各项天数合计{away}，{month.key}只有{month.end.day}天",
            f"{away} days in all, but {month.key} has {month.end.day}",
        )

"""Checking a year's calendar: days of that year, each once, and at least one that is off. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kaohe.workflow.imports.problems import Problems
from kaohe.workflow.imports.rows import Rows


@dataclass(frozen=True, slots=True)
class OfficialDate:
    """Whether a date is worked, and what it is called."""

    working: bool
    name: str = ""


def check_calendar(rows: Rows, year: int, problems: Problems) -> dict[date, OfficialDate]:
    """The days that differ from Monday to Friday; a row that says what holds anyway is right, and is left out."""
    listed: dict[date, tuple[int, OfficialDate]] = {}
    for row in rows:
        day, working = row.get("date"), row.get("working")
        if day is None:
            continue
        if day.year != year:
            rows.complain(problems, row, "date", f"{day}不在{year}年", f"{day} is not in {year}")
        if day in listed:
            first = listed[day][0]
            rows.complain(problems, row, "date", f"与第{first}行重复", f"the same date as in row {first}")
        elif working is not None:
            listed[day] = (row.number, OfficialDate(working, row.get("name") or ""))
    days = {day: said for day, (_, said) in listed.items() if said.working != (day.weekday() < 5)}
    if not any(not said.working for said in days.values()):
        zh, en = "没有一个放假日，文件可能不完整", "not one day off is listed: the file may be incomplete"
        problems.add(rows.sheet, 1, rows.columns.get("date", "日期"), "date", zh, en)
    return days


def differences(before: Mapping[date, OfficialDate], now: Mapping[date, OfficialDate]) -> int:
    """How many dates are added, dropped or said otherwise."""
    return sum(before.get(day) != now.get(day) for day in {*before, *now})

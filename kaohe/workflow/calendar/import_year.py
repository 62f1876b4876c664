"""Importing a year's official calendar (导入官方日历), for all bodies, by the operator of the service."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql, rows_of
from kaohe.workflow.calendar.check import OfficialDate, check_calendar, differences
from kaohe.workflow.calendar.redate import redate_cycles
from kaohe.workflow.calendar.table import CALENDAR
from kaohe.workflow.imports.files import read_table
from kaohe.workflow.imports.problems import Problems
from kaohe.workflow.imports.rows import read_rows
from kaohe.workflow.imports.sheets import tables_of

# Two imports of one year wait for each other here. A year that is new has no hash yet.
_YEAR = text("""
INSERT INTO official_year (year, source, sha256, imported_at) VALUES (:year, '', '', :now)
ON CONFLICT (year) DO UPDATE SET year = EXCLUDED.year RETURNING sha256
""")

_REPLACE_YEAR = text("""
UPDATE official_year SET source = :source, sha256 = :sha256, imported_at = :now WHERE year = :year
""")

_DAYS = text("SELECT day, working, name FROM official_day WHERE day BETWEEN :first AND :last ORDER BY day")

_CLEAR = text("DELETE FROM official_day WHERE day BETWEEN :first AND :last")


@dataclass(frozen=True, slots=True)
class CalendarReport:
    """What an import came to: dates that differ from Monday to Friday, how many of them are new or said otherwise than
    before, and in how many cycles dates have moved. `repeated`: the year said the same already."""

    year: int
    days: int
    changed: int
    cycles: int
    repeated: bool
    ignored: tuple[str, ...] = ()


async def import_calendar(
    session: AsyncSession, now: datetime, by: str, year: int, file_name: str, content: bytes
) -> CalendarReport:
    """Take the days of `year` from an .xlsx or .csv file, in the place of what was known of it, and let every running
    cycle's dates follow, all in one transaction. A body's own days (`set_calendar_day`) win over them.

    Refused with every problem of the file. The same file twice changes nothing.
    """
    sheets = await asyncio.to_thread(read_table, content, file_name)
    problems = Problems()
    rows = read_rows(tables_of(sheets, [CALENDAR])[CALENDAR.name], CALENDAR, problems)
    days = check_calendar(rows, year, problems)
    problems.check()
    source = {"year": year, "source": file_name, "sha256": hashlib.sha256(content).hexdigest(), "now": now}
    hash_before = await session.scalar(_YEAR, {"year": year, "now": now})
    bounds = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    before = {
        row["day"]: OfficialDate(row["working"], row["name"]) for row in rows_of(await session.execute(_DAYS, bounds))
    }
    changed = differences(before, days)
    if not changed and hash_before == source["sha256"]:
        return CalendarReport(year, len(days), 0, 0, repeated=True, ignored=rows.ignored)
    await session.execute(_REPLACE_YEAR, source)
    await session.execute(_CLEAR, bounds)
    stored = [{"day": day, "working": said.working, "name": said.name} for day, said in sorted(days.items())]
    await session.execute(text(insert_sql("official_day", list(stored[0]), "rows")), {"rows": document(stored)})
    cycles = await redate_cycles(session, now, f"导入{year}年官方日历（{file_name}）", by)
    return CalendarReport(year, len(days), changed, cycles, repeated=False, ignored=rows.ignored)

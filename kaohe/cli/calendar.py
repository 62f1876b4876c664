"""`kaohe calendar`, and what `kaohe import calendar` does: the official working-day calendar of all bodies."""

import asyncio

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.cli.database import database_url
from kaohe.clock import SystemClock
from kaohe.config import read_settings
from kaohe.schema.session import Database
from kaohe.workflow.calendar import CalendarReport, KnownYear, import_calendar, known_years
from kaohe.workflow.domain.calendar import minute_words


def calendar() -> None:
    """工作日历 · Which years' days off and make-up days are known, and from where. Any other year is provisional (暂定)."""
    with database_url(read_settings()) as url:
        years = asyncio.run(_known(url))
    for one in years:
        typer.echo(_line(one))


async def import_year(session: AsyncSession, year: int, file_name: str, content: bytes) -> CalendarReport:
    """Import a year as whoever has the database: no body's office can."""
    return await import_calendar(session, SystemClock().now(), "命令行", year, file_name, content)


def words_of(report: CalendarReport) -> str:
    """The report as the command prints it."""
    if report.repeated:
        return f"{report.year}年日历与已导入的一致，未变 · the calendar of {report.year} says what was imported before"
    words = (
        f"{report.year}年日历：调休日 {report.days} 天，变更 {report.changed} 天；"
        f"{report.cycles} 个进行中的周期重算了期限 · calendar of {report.year}: {report.days} days that differ from "
        f"Monday to Friday, {report.changed} changed; dates have moved in {report.cycles} running cycles"
    )
    lines = [words]
    if report.ignored:
        lines.append(f"未使用的列 · columns not used: {'、'.join(report.ignored)}")
    return "\n".join(lines)


async def _known(url: str) -> list[KnownYear]:
    database = Database(url, pool_size=1)
    try:
        async with database.session() as session:
            return await known_years(session)
    finally:
        await database.close()


def _line(one: KnownYear) -> str:
    if one.imported_at is None:
        return f"{one.year}  随程序安装 · installed with the program"
    return f"{one.year}  导入 · imported: {one.source}  {minute_words(one.imported_at)}"

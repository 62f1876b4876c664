"""Importing a year's official calendar: errors by row and column, all or nothing, the same file twice, a changed one."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from typer.testing import CliRunner

from kaohe.cli.app import app
from kaohe.cli.calendar import calendar
from kaohe.cli.import_ import import_command
from kaohe.schema.session import Database
from kaohe.workflow.calendar import CalendarReport, import_calendar, known_years
from kaohe.workflow.calendar.check import OfficialDate, differences
from kaohe.workflow.domain.refusals import Code, Refused

pytestmark = pytest.mark.req("Cross-6")

HEAD = ("日期", "是否上班", "名称")
DAYS = (HEAD, (date(2027, 2, 8), "休", "春节"), (date(2027, 2, 20), "班", "春节调休"), (date(2027, 1, 1), "休", "元旦"))


async def stored(session: AsyncSession) -> list[tuple[Any, ...]]:
    found = await session.execute(text("SELECT day, working, name FROM official_day ORDER BY day"))
    years = await session.execute(text("SELECT year, source FROM official_year ORDER BY year"))
    return [*map(tuple, found), *map(tuple, years)]


@pytest.fixture
def load(session, now, files):
    """`load(rows)`: import a workbook of 2027; its report."""

    async def load(rows: Sequence[Sequence[Any]], year: int = 2027, name: str = "2027.xlsx") -> CalendarReport:
        return await import_calendar(session, now, "命令行", year, name, files.xlsx({"工作日历": rows}))

    return load


async def test_days_that_differ_are_kept_and_those_that_do_not_are_left_out(load, session):
    report = await load([*DAYS, (date(2027, 2, 9), "上班", ""), (date(2027, 2, 6), "休", "")])
    assert (report.days, report.changed, report.repeated) == (3, 3, False)
    assert await stored(session) == [
        (date(2027, 1, 1), False, "元旦"),
        (date(2027, 2, 8), False, "春节"),
        (date(2027, 2, 20), True, "春节调休"),
        (2027, "2027.xlsx"),
    ]


async def test_a_csv_with_english_headings_is_read_too(session, now, files):
    rows = [("date", "working", "name"), ("2027-02-08", "no", "Spring Festival"), ("2027/2/20", "yes", "")]
    report = await import_calendar(session, now, "命令行", 2027, "year.csv", files.csv(rows))
    assert report.days == 2


async def test_the_same_file_twice_changes_nothing_and_another_replaces_the_year(load, session):
    await load(DAYS)
    before = await stored(session)
    again = await load(DAYS)
    assert (again.repeated, again.changed, again.cycles) == (True, 0, 0)
    assert await stored(session) == before
    await load([HEAD, (date(2028, 1, 3), "休", "元旦")], year=2028, name="2028.xlsx")
    changed = await load([HEAD, (date(2027, 2, 8), "休", "春节"), (date(2027, 5, 3), "休", "劳动节")], name="new.xlsx")
    assert changed.changed == 3
    assert [row[0] for row in await stored(session)] == [
        date(2027, 2, 8),
        date(2027, 5, 3),
        date(2028, 1, 3),
        2027,
        2028,
    ]


async def test_every_problem_is_named_at_once_and_nothing_is_written(load, session):
    bad = (
        HEAD,
        (date(2027, 2, 8), "休", ""),
        (date(2026, 2, 8), "休", ""),
        (date(2027, 2, 8), "班", ""),
        ("2027-13-01", "也许", ""),
        ("", "休", ""),
    )
    with pytest.raises(Refused) as caught:
        await load(bad)
    assert {refusal.code for refusal in caught.value.refusals} == {Code.IMPORT_INVALID}
    assert [(one.params["row"], one.params["column"]) for one in caught.value.refusals] == [
        (3, "日期"),
        (4, "日期"),
        (5, "日期"),
        (5, "是否上班"),
        (6, "日期"),
    ]
    assert await stored(session) == []


@pytest.mark.parametrize("rows", [[HEAD], [HEAD, (date(2027, 2, 20), "班", "")], [("名称",), ("春节",)]])
async def test_a_year_without_a_day_off_is_refused(load, session, rows):
    with pytest.raises(Refused):
        await load(rows)
    assert await stored(session) == []


async def test_the_known_years_say_where_they_are_from(load, session):
    assert all(one.source is None for one in await known_years(session))
    await load(DAYS)
    known = {one.year: one.source for one in await known_years(session)}
    assert (known[2026], known[2027]) == (None, "2027.xlsx")
    assert list(known) == sorted(known)


spoken = st.dictionaries(
    st.dates(date(2027, 1, 1), date(2027, 1, 20)), st.builds(OfficialDate, st.booleans(), st.sampled_from("甲乙"))
)


@given(spoken, spoken)
def test_differences_are_counted_both_ways(one: dict[date, OfficialDate], other: dict[date, OfficialDate]) -> None:
    assert differences(one, other) == differences(other, one) == len(dict(one.items() ^ other.items()))
    assert differences(one, one) == 0


@pytest.fixture
def command(fresh_database: Database, monkeypatch, tmp_path):
    """`command("--year", "2027")`: import the file of a test's own as the operator does."""
    monkeypatch.setenv("DATABASE_URL", fresh_database.url)

    async def run(content: bytes, *options: str, kind: str = "calendar"):
        file = tmp_path / "2027.csv"
        file.write_bytes(content)
        alone = typer.Typer()
        alone.command()(import_command)
        return await asyncio.to_thread(CliRunner().invoke, alone, [kind, str(file), *options])

    return run


async def test_the_operator_imports_a_year_by_command(command, files, fresh_database):
    content = files.csv([(HEAD[0], HEAD[1]), ("2027-02-08", "休")])
    tried = await command(content, "--year", "2027", "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "nothing written" in tried.output
    async with fresh_database.session() as session:
        assert await stored(session) == []
    done = await command(content, "--year", "2027")
    assert done.exit_code == 0, done.output
    assert "1 changed" in done.output
    again = await command(content, "--year", "2027")
    assert "was imported before" in again.output
    listing = typer.Typer()
    listing.command()(calendar)
    printed = await asyncio.to_thread(CliRunner().invoke, listing, [])
    assert "2027  导入 · imported: 2027.csv" in printed.output
    assert "2026  随程序安装" in printed.output


@pytest.mark.parametrize(
    ("kind", "options"), [("calendar", []), ("calendar", ["--year", "2027", "--body", "psb"]), ("roster", [])]
)
async def test_a_calendar_is_of_a_year_and_everything_else_of_a_body(command, kind, options):
    refused = await command(b"x", *options, kind=kind)
    assert refused.exit_code == 2
    assert "--year" in refused.output


def test_the_command_is_among_the_others() -> None:
    assert "calendar" in CliRunner().invoke(app, ["--help"]).output

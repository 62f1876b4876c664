"""The generator of a province writes what the service itself could have written, and the paper's figures are computed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text
from support.databases import create_database, drop_database

from bench import nation
from bench.province import report
from bench.province.build import build, verify
from bench.province.lines import CASE, LIST, TASKS
from bench.province.size import Size
from bench.province.today import ACTS, measure, seats
from kaohe.schema.session import Database
from kaohe.workflow.domain.charts import CHARTS, Subject

pytestmark = pytest.mark.req("set-up")

SIZE = Size(people=600, quarters=3)


@pytest_asyncio.fixture(scope="module")
async def province(server_url: str, template: str) -> AsyncIterator[str]:
    """The URL of a small one."""
    url, name = create_database(server_url, template)
    await build(url, SIZE, lambda _quarter: None)
    yield url
    drop_database(server_url, name)


async def _value(url: str, statement: str) -> int:
    database = Database(url)
    async with database.session() as session:
        found = int(await session.scalar(text(statement)) or 0)
    await database.close()
    return found


@pytest.mark.parametrize("lines", [CASE, LIST])
def test_every_move_is_on_its_chart(lines: tuple[object, ...]) -> None:
    chart = CHARTS[Subject.ASSESSMENT if lines is CASE else Subject.UNIT_LIST]
    assert {one.dest for one in lines} <= {str(state) for state in chart.states}  # type: ignore[attr-defined]
    assert {one.trigger for one in lines[1:]} <= {*chart.rules}  # type: ignore[attr-defined]


async def test_every_quarter_has_everybodys_case(province: str) -> None:
    assert await _value(province, "SELECT count(*) FROM assessment") == 1800
    assert await _value(province, "SELECT count(*) FROM assessment WHERE state = 'archived'") == 1200
    assert await _value(province, "SELECT count(*) FROM task WHERE state = 'done' AND cycle_id <= 6") == 1200 * len(
        TASKS
    )
    assert await _value(province, "SELECT count(*) FROM task WHERE state = 'open'") == 600


async def test_histories_have_a_line_for_each_move_and_verify(province: str) -> None:
    short = "SELECT count(*) FROM assessment a WHERE history_count <> (SELECT count(*) FROM history h WHERE h.body_id = a.body_id AND h.subject = 'assessment' AND h.subject_id = a.id)"
    assert await _value(province, short) == 0
    database = Database(province)
    assert await verify(database) > 80
    async with database.transaction() as session:
        await session.execute(text("ALTER TABLE history DISABLE TRIGGER history_append_only"))
        await session.execute(text("UPDATE history SET reason = 'x' WHERE subject = 'cycle' AND seq = 1"))
    with pytest.raises(AssertionError, match="line 1 of its history"):
        await verify(database)
    async with database.transaction() as session:
        await session.execute(text("UPDATE history SET reason = '' WHERE subject = 'cycle' AND seq = 1"))
        await session.execute(text("ALTER TABLE history ENABLE TRIGGER history_append_only"))
    await database.close()


@pytest.mark.parametrize("name", sorted(ACTS))
async def test_everything_that_is_measured_is_done(province: str, tmp_path: Path, name: str) -> None:
    cost = await measure(province, tmp_path, ACTS[name], await seats(province, 12))
    assert cost.ms > 0


async def test_the_report_counts_what_is_there(province: str) -> None:
    tables, indexes = await report.sizes(province)
    assert tables["assessment"].rows == 1800
    assert tables["history"].bytes_per_row > 100
    assert indexes["pk_history"] > 0


def test_the_paper_says_what_the_figures_come_to() -> None:
    found = json.loads(report.RESULT.read_text(encoding="utf-8"))
    assert nation.page(found) in nation.PAGE.read_text(encoding="utf-8"), "run: python -m bench.nation"
    assert report.page(found) in report.PAGE.read_text(encoding="utf-8"), "run: python -m bench.province"

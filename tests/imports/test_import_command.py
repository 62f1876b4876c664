"""`kaohe import` as an operator uses it."""

import asyncio

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner

from kaohe.cli.import_ import import_command
from kaohe.schema.session import Database

pytestmark = pytest.mark.req("S3-53")

PEOPLE = (("工号", "姓名", "单位"), ("1", "张三", "a"), ("2", "李四", "甲队"))
UNITS = (("单位代码", "单位名称"), ("a", "甲队"))


@pytest.fixture
def command(fresh_database: Database, monkeypatch, tmp_path):
    """`command("roster", content, "--dry-run")`: run it on a database of the test's own."""
    monkeypatch.setenv("DATABASE_URL", fresh_database.url)
    app = typer.Typer()
    app.command()(import_command)

    async def run(kind: str, content: bytes, *options: str):
        file = tmp_path / "file.xlsx"
        file.write_bytes(content)
        arguments = [kind, str(file), "--body", "psb", *options]
        return await asyncio.to_thread(CliRunner().invoke, app, arguments)

    return run


async def count(database: Database, table: str) -> int:
    async with database.session() as session:
        return await session.scalar(text(f"SELECT count(*) FROM {table}"))


async def test_a_roster_makes_its_body_and_a_dry_run_nothing(command, files, fresh_database):
    content = files.xlsx({"单位": UNITS, "人员": PEOPLE})
    tried = await command("roster", content, "--body-name", "某县公安局", "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "nothing written" in tried.output
    assert await count(fresh_database, "body") == 0
    done = await command("roster", content, "--body-name", "某县公安局", "--initial-password", "long enough")
    assert done.exit_code == 0, done.output
    assert "3 行 · rows; 新增 · new 3" in done.output
    assert await count(fresh_database, "account") == 2
    again = await command("roster", content)
    assert "未变 · unchanged 3" in again.output
    assert "imported before" in again.output


async def test_every_error_is_printed_on_a_line_of_its_own(command, files, fresh_database):
    content = files.xlsx({"单位": UNITS, "人员": (PEOPLE[0], ("", "张三", "b"))})
    refused = await command("roster", content, "--body-name", "某县公安局")
    assert refused.exit_code == 1
    assert "人员 第2行 工号：不能为空 · 人员 row 2, 工号: it is required" in refused.output
    assert "没有单位“b”" in refused.output
    assert await count(fresh_database, "body") == 0


async def test_an_unknown_body_and_an_unreadable_file_are_named(command, files, tmp_path):
    unknown = await command("roster", files.xlsx({"人员": PEOPLE}))
    assert unknown.exit_code == 1
    assert "no body “psb”" in unknown.output
    damaged = await command("performance", b"not a workbook", "--body-name", "某县公安局")
    assert damaged.exit_code == 1
    assert "no workbook" in damaged.output

"""`kaohe annual-filing` as a person types it."""

from pathlib import Path

import pytest
import typer
from support.drive import at, opened
from typer.testing import CliRunner, Result

from kaohe.cli.annual import annual_filing
from kaohe.schema.session import Database

app = typer.Typer()
app.command()(annual_filing)


def run(to: Path, body: str = "psb", year: int = 2026) -> Result:
    given = {"--body": body, "--policy": "county-psb", "--year": year, "--to": to}
    return CliRunner().invoke(app, [str(word) for pair in given.items() for word in pair])


@pytest.fixture
async def filed(fresh_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    async with fresh_database.transaction() as session:
        await opened(session, at(1))
    monkeypatch.setenv("DATABASE_URL", fresh_database.url)
    return tmp_path


@pytest.mark.req("S0-13")
def test_the_year_as_a_workbook(filed: Path) -> None:
    result = run(filed / "2026.xlsx")
    assert result.exit_code == 0, result.output
    assert "2026年度备案表" in result.output
    assert (filed / "2026.xlsx").read_bytes().startswith(b"PK")
    assert [one.name for one in filed.iterdir()] == ["2026.xlsx"]


@pytest.mark.req("S0-13")
@pytest.mark.parametrize(("body", "year"), [("nobody", 2026), ("psb", 2025)])
def test_what_does_not_exist_leaves_no_file(filed: Path, body: str, year: int) -> None:
    result = run(filed / "x.xlsx", body, year)
    assert result.exit_code != 0
    assert list(filed.iterdir()) == []

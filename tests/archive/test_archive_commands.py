"""`kaohe export` and `kaohe verify` as a person types them."""

from pathlib import Path

import pytest
import typer
from archive.quarter import Archived
from typer.testing import CliRunner, Result

from kaohe.cli.archive import export, verify
from kaohe.workflow.archive import public_key_hex

app = typer.Typer()
app.command()(export)
app.command()(verify)


@pytest.fixture
def environment(archived: Archived, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", archived.database.url)
    monkeypatch.setenv("KAOHE_VAR", str(archived.settings.var))


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.req("S3-39")
@pytest.mark.usefixtures("environment")
def test_export_then_verify(archived: Archived, tmp_path: Path) -> None:
    file = tmp_path / "2026Q1.zip"
    exported = run("export", "--body", "psb", "--cycle", "2026Q1", "--to", file)
    assert exported.exit_code == 0, exported.output
    assert file.read_bytes() == archived.content
    key = public_key_hex(archived.key)
    assert key in exported.output
    (tmp_path / "bureau.pub").write_text(key + "\n")
    for given in (key, tmp_path / "bureau.pub"):
        verified = run("verify", file, "--public-key", given)
        assert verified.exit_code == 0, verified.output
        assert verified.output.startswith("完好 · intact")
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["2026Q1.zip", "bureau.pub"]


@pytest.mark.req("design: evidence")
def test_verify_needs_no_database(archived: Archived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    file = tmp_path / "2026Q1.zip"
    file.write_bytes(archived.content)
    assert run("verify", file).exit_code == 0


@pytest.mark.req("design: evidence")
def test_verify_ends_with_1_and_names_what_is_wrong(archived: Archived, draft: bytes, tmp_path: Path) -> None:
    file = tmp_path / "2026Q1.zip"
    file.write_bytes(archived.content)
    other = run("verify", file, "--public-key", "00" * 32)
    assert other.exit_code == 1
    assert "manifest.json: 由另一密钥" in other.output
    file.write_bytes(draft)
    drafted = run("verify", file)
    assert drafted.exit_code == 1
    assert drafted.output.startswith("草稿，未封存 · draft, not sealed")


@pytest.mark.req("§4")
@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(("body", "cycle"), [("psb", "2031Q1"), ("psb", "999999"), ("nobody", "2026Q1")])
def test_what_does_not_exist_leaves_no_file(tmp_path: Path, body: str, cycle: str) -> None:
    result = run("export", "--body", body, "--cycle", cycle, "--to", tmp_path / "x.zip")
    assert result.exit_code == 1
    assert "no such" in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.req("§4")
@pytest.mark.usefixtures("environment")
def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    result = run("export", "--body", "psb", "--cycle", "2026Q1", "--to", tmp_path / "no" / "x.zip")
    assert result.exit_code == 1
    assert "cannot be written" in result.output


def test_a_key_that_is_none(archived: Archived, tmp_path: Path) -> None:
    file = tmp_path / "2026Q1.zip"
    file.write_bytes(archived.content)
    (tmp_path / "key").write_text("no key")
    assert run("verify", file, "--public-key", tmp_path / "key").exit_code == 1
    assert run("verify", tmp_path / "missing.zip").exit_code == 1

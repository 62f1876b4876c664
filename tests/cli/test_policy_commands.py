"""`kaohe policy`: what a clerk and a script see."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kaohe.cli.policy import policy_app
from kaohe.policies.shipped import shipped_text

run = CliRunner().invoke


@pytest.fixture
def policy_file(tmp_path: Path) -> Path:
    file = tmp_path / "mine.toml"
    file.write_text(shipped_text("county-psb"), encoding="utf-8")
    return file


def test_a_sound_policy_is_ok(policy_file: Path) -> None:
    result = run(policy_app, ["check", str(policy_file)])
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{policy_file}: OK")


def test_problems_are_printed_with_line_and_field(policy_file: Path) -> None:
    text = (
        policy_file.read_text(encoding="utf-8")
        .replace('ratio = "0.40"', "ratio = 40")
        .replace("places = 2", "place = 2")
    )
    policy_file.write_text(text, encoding="utf-8")
    result = run(policy_app, ["check", str(policy_file)])
    assert result.exit_code == 1
    assert result.stdout == ""
    first, second = result.stderr.splitlines()
    ratio_line = text[: text.index("ratio = 40")].count("\n") + 1
    assert "scoring.place: " in first
    assert "did you mean places?" in first
    assert second.startswith(f"{policy_file}:{ratio_line}: quota.ratio: ")


def test_a_syntax_error_names_its_line(policy_file: Path) -> None:
    policy_file.write_text("key = 1\nname = = 2\n", encoding="utf-8")
    result = run(policy_app, ["check", str(policy_file)])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{policy_file}:2: TOML 语法错误")


def test_a_file_that_cannot_be_read_is_no_traceback(tmp_path: Path) -> None:
    not_utf8 = tmp_path / "gbk.toml"
    not_utf8.write_bytes("名称".encode("gbk"))
    for file in (tmp_path / "absent.toml", tmp_path, not_utf8):
        result = run(policy_app, ["check", str(file)])
        assert result.exit_code == 1
        assert result.stderr.startswith(f"{file}: ")


@pytest.mark.parametrize("document", ["policy", "facts", "results"])
def test_schemas_are_printed(document: str) -> None:
    result = run(policy_app, ["schema", document])
    assert json.loads(result.stdout)["$schema"].startswith("https://json-schema.org/")


def test_the_reference_is_printed() -> None:
    assert run(policy_app, ["reference"]).stdout.startswith("# ")

"""`kaohe simulate POLICY FACTS --against OTHER`: what would change, as JSON or as tables."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from kaohe.cli.simulate import simulate
from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.documents import Document, json_schema

app = typer.Typer()
app.command()(simulate)

MONTHS = ("2026-01", "2026-02", "2026-03")


def person(key: str, score: int, **more: Any) -> dict[str, Any]:
    common = dict.fromkeys(("de", "neng", "qin", "ji", "lian"), score)
    return {"key": key, "name": key, "unit": "u", "common": common, "monthly": dict.fromkeys(MONTHS, score)} | more


DOCUMENT = {"cycles": [{"period": "2026Q1", "people": [person("甲", 95), person("乙", 92, decided_grade="good")]}]}


@pytest.fixture
def other(tmp_path: Path) -> str:
    """A better grade from 93 on."""
    file = tmp_path / "other.toml"
    file.write_text(shipped_text("county-psb").replace("at_least = 90", "at_least = 93"), encoding="utf-8")
    return str(file)


def run(tmp_path: Path, *options: str, document: Any = DOCUMENT) -> Result:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return CliRunner().invoke(app, ["county-psb", str(facts), *options])


def test_the_comparison_fits_its_schema(tmp_path: Path, other: str) -> None:
    result = run(tmp_path, "--against", other)
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert list(Draft202012Validator(json_schema(Document.COMPARISON)).iter_errors(found)) == []
    (cycle,) = found["cycles"]
    assert found["compared"] == "proposals"
    assert [(one["key"], one["causes"], one["decided_allowed"]) for one in cycle["changes"]] == [
        ("乙", ["bands", "decision"], False)
    ]


def test_a_shipped_policy_may_be_named(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "--against", "daguan").stdout)
    assert found["after"]["key"] == "daguan"
    assert {one["kind"] for one in found["cycles"][0]["problems"]} >= {"never_collected", "unused", "other_class"}


def test_tables_in_both_languages(tmp_path: Path, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    result = run(tmp_path, "--against", other, "--table")
    assert result.exit_code == 0
    for words in (
        "名额 · places",
        "等次与得分 · grades and scores",
        "乙",
        "bands, decision",
        "新细则仍可定 · allowed after: 0",
    ):
        assert words in result.stdout
    told = run(tmp_path, "--against", "daguan", "--table").stdout
    assert "从未收集" in told
    assert "was never collected" in told


def test_a_table_needs_something_to_compare_with(tmp_path: Path) -> None:
    result = run(tmp_path, "--table")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--against" in result.stderr


def test_a_policy_that_can_t_evaluate_the_facts_is_named_and_nothing_is_printed(tmp_path: Path) -> None:
    monthly = tmp_path / "monthly.toml"
    text = shipped_text("county-psb").replace('period = "quarter"', 'period = "month"')
    monthly.write_text(text, encoding="utf-8")
    result = run(tmp_path, "--against", str(monthly))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cycles[0].period" in result.stderr
    assert "monthly.toml" in result.stderr


def test_a_broken_policy_is_told_by_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(shipped_text("county-psb").replace('ratio = "0.40"', "ratio = 4"), encoding="utf-8")
    result = run(tmp_path, "--against", str(broken))
    assert result.exit_code == 1
    assert "broken.toml:" in result.stderr
    assert "quota.ratio" in result.stderr

"""`kaohe simulate`: facts in, results as JSON out."""

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

COMMON = dict.fromkeys(("de", "neng", "qin", "ji", "lian"), 90.005)
PERSON = {
    "key": "p1",
    "name": "张三",
    "unit": "criminal",
    "common": COMMON,
    "monthly": {"2026-01": 90, "2026-02": "91.5", "2026-03": 92.25},
    "claims": [
        {"standard": "merit_citation", "matter": "rescue", "points": 5},
        {"standard": "major_task", "matter": "rescue", "points": 2},
    ],
    "deductions": [{"standard": "discipline", "matter": "absence", "points": "0.125"}],
    "summary": "late",
    "leave": {"sick": 1.5},
    "circumstances": [{"kind": "sanction", "sanction": "warning", "date": "2026-01-15"}],
    "suggested_grade": "fairly_good",
}
DOCUMENT: dict[str, Any] = {
    "cycles": [
        {"period": "2026Q1", "people": [PERSON]},
        {"period": "2026Q2", "units": [{"key": "criminal", "participants": 12, "used": None}], "final_good": 3},
    ],
    "workdays": [{"event": "2026-02-12", "workdays": 5}],
}


def run(tmp_path: Path, document: Any, policy: str = "county-psb") -> Result:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return CliRunner().invoke(app, [policy, str(facts)])


@pytest.mark.req("S3-15", "S3-16", "S3-19", "S3-29")
def test_results_with_breakdown(tmp_path: Path) -> None:
    result = run(tmp_path, DOCUMENT)
    assert result.exit_code == 0
    first, second = json.loads(result.stdout)["cycles"]
    (person,) = first["people"]
    # 40 % of 90.005, 60 % of 91.25, 5 for the rescue, 0.125 off: 95.627
    assert person["score"] == "95.63"
    assert [(line["part"], line["rule"], line["points"]) for line in person["breakdown"]] == [
        ("common", "S3-18", "36.002"),
        ("individual", "S3-19", "54.75"),
        ("incentive", "S3-20", "5"),
        ("incentive", "S3-16", "0"),
        ("deduction", "S3-16", "-0.125"),
        ("rounding", "§3", "0.003"),
    ]
    assert person["allowed_grades"] == ["fairly_good", "fair", "poor"]
    assert person["reasons"][0]["rule"] == "N-12"
    assert (second["units"][0]["places"], second["units"][0]["remaining"]) == (5, "5.2")
    assert (second["body"]["places"], second["body"]["used"]) == (5, 3)


def test_facts_and_results_fit_their_schemas(tmp_path: Path) -> None:
    assert list(Draft202012Validator(json_schema(Document.FACTS)).iter_errors(DOCUMENT)) == []
    results = json.loads(run(tmp_path, DOCUMENT).stdout)
    assert list(Draft202012Validator(json_schema(Document.RESULTS)).iter_errors(results)) == []


def test_workdays(tmp_path: Path) -> None:
    answers = json.loads(run(tmp_path, DOCUMENT).stdout)["workdays"]
    assert answers == [{"event": "2026-02-12", "workdays": 5, "last_day": "2026-02-26", "provisional": False}]


@pytest.mark.req("S3-23")
def test_the_policy_may_be_a_file(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(shipped_text("county-psb").replace('ratio = "0.40"', "ratio = 0.5"), encoding="utf-8")
    cycles = json.loads(run(tmp_path, DOCUMENT, str(mine)).stdout)["cycles"]
    assert cycles[1]["units"][0]["places"] == 6


def test_what_is_wrong_is_named_and_nothing_is_printed(tmp_path: Path) -> None:
    broken = {"cycles": [{"period": "2026Q1", "people": [PERSON | {"common": {"de": 101}}]}]}
    result = run(tmp_path, broken)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "facts.json: cycles[0].people[0].common.de: 不能大于 100" in result.stderr


def test_an_unknown_policy_names_the_shipped_ones(tmp_path: Path) -> None:
    result = run(tmp_path, {}, "county")
    assert result.exit_code == 1
    assert "county-psb" in result.stderr


@pytest.mark.req("S1-18", "S1-22", "S1-23")
def test_questions_about_scores_and_ballots(tmp_path: Path) -> None:
    cases = json.loads((Path(__file__).parents[1] / "cases" / "arithmetic.json").read_text(encoding="utf-8"))
    document = {key: cases[key] for key in ("three_sixty", "ballot")}
    result = run(tmp_path, document, "show-assess-use")
    assert result.exit_code == 0
    answers = json.loads(result.stdout)
    assert [one["score"] for one in answers["three_sixty"]] == [case["score"] for case in cases["three_sixty"]]
    assert [one["accepted"] for one in answers["ballot"]] == [case["accepted"] for case in cases["ballot"]]
    assert all(one["agrees"] for key in document for one in answers[key])
    assert list(Draft202012Validator(json_schema(Document.FACTS)).iter_errors(document)) == []
    assert list(Draft202012Validator(json_schema(Document.RESULTS)).iter_errors(answers)) == []

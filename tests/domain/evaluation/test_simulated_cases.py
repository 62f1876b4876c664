"""The published cases of places and working days, asked as `kaohe simulate` is asked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaohe.workflow.domain.results import ResultsDocument

CASES = Path(__file__).parents[2] / "cases"
QUOTA = json.loads((CASES / "arithmetic.json").read_text(encoding="utf-8"))["quota"]
WORKDAYS = json.loads((CASES / "workdays.json").read_text(encoding="utf-8"))

Evaluated = Callable[..., ResultsDocument]


def document_of(case: dict[str, Any]) -> dict[str, Any]:
    used = case["used"] or [None] * len(case["participants"])
    return {
        "cycles": [
            {"period": f"2026Q{number}", "units": [{"key": "u", "participants": participants, "used": spent}]}
            for number, (participants, spent) in enumerate(zip(case["participants"], used, strict=True), start=1)
        ]
    }


@pytest.mark.req("S3-23", "S3-24", "S3-25", "S3-26")
@pytest.mark.parametrize("scope", ["unit", "both", "body"])
@pytest.mark.parametrize("case", QUOTA)
def test_quota_case(evaluated: Evaluated, case: dict[str, Any], scope: str) -> None:
    changes = (('ratio = "0.40"', f'ratio = "{case["ratio"]}"'), ('scope = "both"', f'scope = "{scope}"'))
    cycles = evaluated(document_of(case), *changes).cycles
    if scope != "body":
        assert [cycle.units[0].places for cycle in cycles] == case["places"]
    if scope != "unit":
        assert [cycle.body.places for cycle in cycles] == case["places"]


def test_workdays_cases(evaluated: Evaluated) -> None:
    questions = [{"event": case["event"], "workdays": case["workdays"]} for case in WORKDAYS]
    answers = evaluated({"workdays": questions}).workdays
    assert [answer.last_day.isoformat() for answer in answers] == [case["last_day"] for case in WORKDAYS]

"""Facts about classes, indicators, ballots, cards and records that do not fit the policy are named by field."""

import json
from typing import Any

import pytest
from support.district import district

from kaohe.workflow.domain.facts import FactsError, load_facts

DISTRICT = district()
ANOTHER_BOX = """\
[[ballots.boxes]]
key = "more"
label = "又一个"
categories = [{ key = "all", label = "全体", weight = 1 }]
rater_sets = [{ raters = [{ group = "staff", of_staff = "all" }] }]

"""
TWO_BOXES = district(("[[ballots.boxes]]", f"{ANOTHER_BOX}[[ballots.boxes]]"))

TALLY = {"categories": ["peer"], "weight": 3, "ballots": 3, "value": "80"}
PLACE = "cycles[0].people[0]"


def problems(document: Any, policy: Any = DISTRICT) -> list[tuple[str, str]]:
    with pytest.raises(FactsError) as refused:
        load_facts(json.dumps(document), policy, "facts.json")
    assert all(problem.zh and problem.en for problem in refused.value.problems)
    return [(problem.code, problem.field) for problem in refused.value.problems]


def one_person(**given: Any) -> dict[str, Any]:
    return {"cycles": [{"period": "2026Q1", "people": [{"key": "p", "unit": "u"} | given]}]}


def tallied(**changes: Any) -> dict[str, Any]:
    return {"ballots": {"democratic": [TALLY | changes]}}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"unit_class": "town"}, "unknown_key", "unit_class"),
        ({"unit_items": {"parks": 90}}, "unknown_key", "unit_items.parks"),
        ({"individual": [{"key": "a", "weight": 1}] * 2}, "repeated_key", "individual[1].key"),
        ({"individual": [{"key": "a", "weight": 0}]}, "greater_than", "individual[0].weight"),
        ({"elastic": [{"key": "a"}, {"key": "a"}]}, "repeated_key", "elastic[1].key"),
        ({"cards": {"cards": 2, "total": 201}}, "range", "cards.total"),
        ({"cards": {"cards": 2, "total": -1}}, "range", "cards.total"),
        ({"records": {"annual_summary": {"due": 1, "recorded": 0}}}, "unknown_key", "records.annual_summary"),
        ({"records": {"daily_log": {"due": 1, "recorded": 2}}}, "above_due", "records.daily_log.recorded"),
        ({"ballots": {"other": [TALLY]}}, "unknown_key", "ballots.other"),
        ({"ballot_scores": {"other": {"peer": [80]}}}, "unknown_key", "ballot_scores.other"),
        (
            {"ballots": {"democratic": [TALLY]}, "ballot_scores": {"democratic": {"peer": [80]}}},
            "counted_twice",
            "ballot_scores.democratic",
        ),
        ({"ballot_scores": {"democratic": {"friends": [80]}}}, "unknown_key", "ballot_scores.democratic.friends"),
        (
            {"ballot_scores": {"democratic": {"leader": [80], "deputies": [80]}}},
            "divided_twice",
            "ballot_scores.democratic.leader",
        ),
        (tallied(categories=["friends"]), "unknown_key", "ballots.democratic[0].categories"),
        (tallied(categories=["peer", "peer"]), "repeated_key", "ballots.democratic[0].categories"),
        (tallied(categories=["leader", "deputies"]), "divided_twice", "ballots.democratic"),
        (tallied(categories=[]), "empty", "ballots.democratic[0].categories"),
        (tallied(value=101), "range", "ballots.democratic[0].value"),
        (tallied(ballots=0), "empty", "ballots.democratic[0].ballots"),
        (tallied(weight=-1), "empty", "ballots.democratic[0].weight"),
    ],
)
def test_what_does_not_fit_is_named(given: dict[str, Any], code: str, field: str) -> None:
    assert problems(one_person(**given)) == [(code, f"{PLACE}.{field}")]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"ballot": [{"headcount": 3, "scores": [80], "box": "x"}]}, ("unknown_key", "ballot[0].box")),
        ({"three_sixty": [{"scores": {"peer": [80]}, "box": "x"}]}, ("unknown_key", "three_sixty[0].box")),
        ({"three_sixty": [{"scores": {"x": [80]}}]}, ("unknown_key", "three_sixty[0].scores.x")),
        (
            {"three_sixty": [{"weights": {"a": 1}, "scores": {"peer": [80]}}]},
            ("unknown_key", "three_sixty[0].scores.peer"),
        ),
        (
            {"three_sixty": [{"scores": {"leader": [80], "main_leader": [80]}}]},
            ("divided_twice", "three_sixty[0].scores.leader"),
        ),
        ({"three_sixty": [{"weights": {"a": 0}, "scores": {}}]}, ("greater_than", "three_sixty[0].weights.a")),
        ({"three_sixty": [{"scores": {"peer": [101]}}]}, ("less_than_equal", "three_sixty[0].scores.peer[0]")),
    ],
)
def test_questions_that_do_not_fit_are_named(document: Any, expected: tuple[str, str]) -> None:
    assert problems(document) == [expected]


def test_a_question_names_its_box_where_there_are_several() -> None:
    document = {"ballot": [{"headcount": 3, "scores": [80]}], "three_sixty": [{"scores": {"peer": [80]}}]}
    assert problems(document, TWO_BOXES) == [("missing", "ballot[0].box"), ("missing", "three_sixty[0].box")]

"""The published cases of scores by several people and of ballots, and what is asked of them beside."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.district import district

from kaohe.policies.shipped import shipped_policy
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.evaluate import evaluate
from kaohe.workflow.domain.facts import load_facts
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.results import BallotAnswer, ThreeSixtyAnswer

CASES = json.loads((Path(__file__).parents[2] / "cases" / "arithmetic.json").read_text(encoding="utf-8"))

DISTRICT = district()
WITHOUT_BOX = shipped_policy("county-psb")
POLICIES = {"with a box": DISTRICT, "without": WITHOUT_BOX}


def scores(question: dict[str, Any], policy: Policy = DISTRICT) -> ThreeSixtyAnswer:
    (answer,) = evaluate(
        policy, load_facts(json.dumps({"three_sixty": [question]}), policy), WorkCalendar()
    ).three_sixty
    return answer


def ballot(question: dict[str, Any], policy: Policy = DISTRICT) -> BallotAnswer:
    (answer,) = evaluate(policy, load_facts(json.dumps({"ballot": [question]}), policy), WorkCalendar()).ballot
    return answer


@pytest.mark.req("S1-18")
@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("case", CASES["three_sixty"])
def test_three_sixty_case(case: dict[str, Any], policy: Policy) -> None:
    answer = scores(case, policy)
    assert (str(answer.score), answer.agrees) == (case["score"], True)
    assert sum(line.points for line in answer.breakdown) == answer.score


@pytest.mark.req("S1-22", "S1-23")
@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("case", CASES["ballot"])
def test_ballot_case(case: dict[str, Any], policy: Policy) -> None:
    answer = ballot(case, policy)
    assert (answer.accepted, answer.agrees) == (case["accepted"], True)
    assert bool(answer.reasons) is not answer.accepted


@pytest.mark.req("S1-18", "S1-19")
def test_weights_left_out_are_the_policys() -> None:
    assert scores({"scores": {"leader": [90], "peer": [80], "other": [60]}}).score == Decimal("78.00")
    assert scores({"scores": {"main_leader": [100], "deputies": [50], "peer": [80], "other": [80]}}).score == 80


@pytest.mark.req("S1-19")
def test_given_weights_leave_a_category_its_parts() -> None:
    answer = scores({"weights": {"leader": 1, "crowd": 1}, "scores": {"main_leader": [100], "crowd": [50]}})
    assert answer.score == 75


def test_another_expected_answer_does_not_agree() -> None:
    assert scores(CASES["three_sixty"][0] | {"score": "67.41"}).agrees is False
    assert ballot(CASES["ballot"][0] | {"accepted": False}).agrees is False


def test_without_an_expected_answer_nothing_is_compared() -> None:
    assert scores({"scores": {"peer": [80]}}).agrees is None
    assert ballot({"headcount": 5, "scores": [80]}).agrees is None


@pytest.mark.req("S1-18")
def test_without_scores_there_is_no_score() -> None:
    answer = scores({"scores": {"leader": []}, "score": "0"})
    assert (answer.score, answer.missing, answer.agrees) == (None, ("leader", "peer", "other"), False)


@pytest.mark.req("S1-18")
def test_a_category_that_is_required_is_named() -> None:
    strict = district(('label = "民主测评"\ncategories', 'label = "民主测评"\nempty_category = "require"\ncategories'))
    answer = scores({"scores": {"leader": [90], "peer": [80]}}, strict)
    assert (answer.score, answer.missing) == (None, ("other",))


@pytest.mark.req("S1-22", "S1-23")
def test_every_rule_that_a_ballot_violates_is_told() -> None:
    answer = ballot({"headcount": 3, "scores": [95, 45, "70.5"]})
    assert [(reason.code, reason.field) for reason in answer.reasons] == [
        ("ballot_range", "scores[1]"),
        ("ballot_step", "scores[2]"),
        ("ballot_too_many_high", "scores"),
    ]
    assert "50至100分" in answer.reasons[0].zh
    assert "at most 0 may" in answer.reasons[2].en


@pytest.mark.req("S1-22")
def test_a_score_out_of_all_bounds_is_refused_not_unreadable() -> None:
    assert [reason.code for reason in ballot({"headcount": 9, "scores": [-1, 101]}).reasons] == ["ballot_range"] * 2

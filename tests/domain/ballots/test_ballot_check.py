"""Whether one ballot is accepted: range, share of high scores, everybody on it once."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.ballots.check import check_ballot, most_high_scores
from kaohe.workflow.domain.policy.ballots import Box
from kaohe.workflow.domain.refusals import Code, Refusal

CASES = json.loads((Path(__file__).parents[2] / "cases" / "arithmetic.json").read_text(encoding="utf-8"))["ballot"]

Made = Callable[..., Box]

whole = st.lists(st.integers(50, 100), min_size=1, max_size=12)


def checked(box: Box, headcount: int, scores: list[Any]) -> tuple[Refusal, ...]:
    """The refusals of a ballot with these scores, on just the people whom the rater must rate."""
    ballot = [(ratee, Decimal(str(score))) for ratee, score in enumerate(scores)]
    return check_ballot(box, headcount, ballot, range(len(scores)))


def codes(refusals: tuple[Refusal, ...]) -> list[tuple[Code, str | None]]:
    return [(one.code, one.field) for one in refusals]


@pytest.mark.req("S1-22", "S1-23")
@pytest.mark.parametrize("case", CASES)
def test_published_case(box: Box, case: dict[str, Any]) -> None:
    assert (checked(box, case["headcount"], case["scores"]) == ()) is case["accepted"]


@pytest.mark.req("S1-22")
def test_scores_lie_between_50_and_100_both_included(box: Box) -> None:
    assert checked(box, 10, [50, 100]) == ()
    assert codes(checked(box, 10, [49, 60, 101])) == [
        (Code.BALLOT_RANGE, "scores[0].score"),
        (Code.BALLOT_RANGE, "scores[2].score"),
    ]


@pytest.mark.req("S1-22")
def test_scores_are_multiples_of_the_step(box: Box, made_box: Made) -> None:
    (refusal,) = checked(box, 10, [Decimal("70.5")])
    assert (refusal.code, refusal.field) == (Code.BALLOT_STEP, "scores[0].score")
    assert "须为1分的整数倍" in refusal.message
    assert checked(made_box(step=Decimal("0.5")), 10, [Decimal("70.5")]) == ()


@pytest.mark.req("S1-23")
@pytest.mark.parametrize(("headcount", "most"), [(3, 0), (5, 1), (8, 2), (10, 3), (20, 6)])
def test_the_share_is_rounded_down_over_the_units_headcount(box: Box, headcount: int, most: int) -> None:
    assert most_high_scores(box, headcount) == most
    assert checked(box, headcount, [89, 60] + [90] * most) == ()
    (refusal,) = checked(box, headcount, [89, 60] + [90] * (most + 1))
    assert (refusal.code, refusal.field) == (Code.BALLOT_TOO_MANY_HIGH, "scores")
    assert (refusal.params["high"], refusal.params["most"], refusal.params["over"]) == (most + 1, most, 1)
    assert f"最多{most}人" in refusal.message
    assert f"at most {most} may" in refusal.message_en


@pytest.mark.req("S1-23")
@pytest.mark.parametrize(("rounding", "most"), [("down", 1), ("up", 2), ("half_up", 2)])
def test_another_rounding_is_a_field_of_the_policy(made_box: Made, rounding: str, most: int) -> None:
    # 0.30 · 5 = 1.5
    assert most_high_scores(made_box(high_rounding=rounding), 5) == most


@pytest.mark.req("S1-23")
def test_a_share_is_exact(made_box: Made) -> None:
    # 0.29 · 100 is 29; binary floats give 28.999….
    assert most_high_scores(made_box(high_share=Decimal("0.29")), 100) == 29


@pytest.mark.req("S1-21")
def test_everybody_whom_the_rater_rates_stands_on_it_once_and_nobody_else(box: Box) -> None:
    ballot = [(1, Decimal(60)), (2, Decimal(60)), (1, Decimal(70)), (9, Decimal(60))]
    refusals = check_ballot(box, 10, ballot, [1, 2, 3, 4])
    assert codes(refusals) == [
        (Code.BALLOT_TWICE, "scores[2].assessment_id"),
        (Code.BALLOT_STRANGER, "scores[3].assessment_id"),
        (Code.BALLOT_INCOMPLETE, "scores"),
    ]
    assert refusals[-1].params == {"count": 2}


@pytest.mark.req("S1-22", "S1-23")
def test_all_that_is_wrong_comes_at_once_and_quotes_no_score(box: Box) -> None:
    refusals = check_ballot(box, 3, [(1, Decimal(95)), (2, Decimal(13)), (3, Decimal("77.7"))], [1, 2, 3, 4])
    assert [one.code for one in refusals] == [
        Code.BALLOT_RANGE,
        Code.BALLOT_STEP,
        Code.BALLOT_INCOMPLETE,
        Code.BALLOT_TOO_MANY_HIGH,
    ]
    words = "".join(one.message + one.message_en for one in refusals)
    assert not any(score in words for score in ("95", "13", "77"))


@pytest.mark.req("S1-23")
@given(scores=whole, headcount=st.integers(1, 20), data=st.data())
def test_lowering_a_score_never_spoils_a_ballot(
    box: Box, scores: list[int], headcount: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(scores) - 1))
    lower = [*scores[:index], data.draw(st.integers(50, scores[index])), *scores[index + 1 :]]
    if not checked(box, headcount, scores):
        assert checked(box, headcount, lower) == ()


@pytest.mark.req("S1-23")
@given(scores=whole, headcount=st.integers(1, 20), more=st.integers(0, 5))
def test_a_larger_unit_never_accepts_less(box: Box, scores: list[int], headcount: int, more: int) -> None:
    if not checked(box, headcount, scores):
        assert checked(box, headcount + more, scores) == ()


@pytest.mark.req("S1-23")
@given(scores=whole, headcount=st.integers(1, 20), data=st.data())
def test_whose_score_is_which_does_not_matter(box: Box, scores: list[int], headcount: int, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(scores))
    assert bool(checked(box, headcount, shuffled)) is bool(checked(box, headcount, scores))

"""The figures by hand, and against the textbook's way of working them out."""

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from kaohe.workflow.diagnostics.figures import Received, enough, figures, mean_of


def received(*scores: int) -> Received:
    """What somebody received, on a ballot from 50 to 100 whose high line is 90."""
    total, squares = sum(scores), sum(score**2 for score in scores)
    counts = (sum(one >= 90 for one in scores), scores.count(50), scores.count(100))
    return Received(len(scores), Decimal(total), Decimal(squares), *counts)


UNIT = [received(80, 82, 84, 86), received(60, 62, 64, 66), received(100, 98, 96, 94)]


def test_mean_leniency_spread_and_shares() -> None:
    """Each differs by 2, 2, 2: a standard deviation of √(20/3) = 2.58."""
    found = figures(UNIT, Fraction(80))
    assert (found.mean, found.leniency) == (Decimal("81.00"), Decimal("1.00"))
    assert found.spread == Decimal("2.58")
    assert (found.high_share, found.lowest_share, found.highest_share) == (
        Decimal("0.3333"),
        Decimal("0.0000"),
        Decimal("0.0833"),
    )


def test_agreement_by_hand() -> None:
    """Means 83, 63, 97: between 4·(4 + 324 + 256)/2 = 1168, within 60/9 = 20/3; (1168 − 20/3) / (1168 + 20)."""
    assert figures(UNIT, Fraction(81)).agreement == Decimal("0.9776")


def test_everybody_agrees_wholly_where_each_person_received_one_score_throughout() -> None:
    found = figures([received(80, 80, 80, 80), received(70, 70, 70, 70), received(90, 90, 90, 90)], Fraction(80))
    assert (found.agreement, found.spread) == (1, 0)


def test_there_is_no_agreement_to_speak_of_where_all_scores_are_equal() -> None:
    assert figures([received(80, 80, 80, 80)] * 3, Fraction(80)).agreement is None


def test_raters_who_tell_people_apart_by_nothing_do_not_agree() -> None:
    agreement = figures([received(60, 70, 80, 90)] * 3, Fraction(75)).agreement
    assert agreement is not None
    assert agreement < 0


@pytest.mark.req("S1-20")
def test_few_scores_and_few_people_have_no_figures() -> None:
    assert enough(UNIT)
    assert not enough(UNIT[:2])
    assert not enough([received(80, 80, 80, 80, 80, 80)] * 2)
    assert not enough([received(80, 80, 80), received(80, 80, 80), received(80, 80, 80)])
    assert not enough([])


@given(some.lists(some.lists(some.integers(50, 100), min_size=3, max_size=6), min_size=3, max_size=5))
@settings(max_examples=100, deadline=None)
def test_they_are_what_the_textbook_says(scores: list[list[int]]) -> None:
    flat = [score for of_one in scores for score in of_one]
    assume(len(set(flat)) > 1)
    found = figures([received(*of_one) for of_one in scores], Fraction(75))
    assert float(found.mean) == pytest.approx(statistics.fmean(flat), abs=0.0051)
    assert float(found.spread) == pytest.approx(statistics.fmean(map(statistics.stdev, scores)), abs=0.0051)
    assert mean_of([received(*of_one) for of_one in scores]) == Fraction(sum(flat), len(flat))
    grand, groups = statistics.fmean(flat), len(scores)
    between = sum(len(one) * (statistics.fmean(one) - grand) ** 2 for one in scores) / (groups - 1)
    within = sum((x - statistics.fmean(one)) ** 2 for one in scores for x in one) / (len(flat) - groups)
    size = (len(flat) - sum(len(one) ** 2 for one in scores) / len(flat)) / (groups - 1)
    assert found.agreement is not None
    assert float(found.agreement) == pytest.approx((between - within) / (between + (size - 1) * within), abs=0.0001)
    assert found.agreement <= 1

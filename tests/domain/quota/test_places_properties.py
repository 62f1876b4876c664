"""What holds of places in every year, however they are used."""

from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.quota import offered, places, places_by_cycle, remaining

ratios = st.decimals(Decimal("0.01"), Decimal(1), places=2)
headcounts = st.lists(st.integers(0, 120), min_size=1, max_size=12)
frozen_headcounts = st.builds(lambda n, cycles: [n] * cycles, st.integers(0, 120), st.integers(1, 12))
lefts = st.fractions(-50, 50)


def live_through(
    data: st.DataObject, ratio: Decimal, participants: list[int], threshold: int = 1, below: int = 1
) -> list[int]:
    """A year in which each cycle uses any number up to what it is offered."""
    used: list[int] = []
    for cycle in range(len(participants)):
        offer = places(ratio, participants[: cycle + 1], used, threshold, below)
        used.append(data.draw(st.integers(0, offer)))
    return used


def assert_within_ceiling(ratio: Decimal, participants: list[int], used: list[int]) -> None:
    for people, spent in zip(accumulate(participants), accumulate(used), strict=True):
        assert spent <= ceil(Fraction(ratio) * people)


@pytest.mark.req("S3-23", "S3-24", "S3-25", "S3-26")
@given(st.data(), ratios, frozen_headcounts)
def test_while_n_is_frozen_the_used_never_pass_the_ceiling(
    data: st.DataObject, ratio: Decimal, participants: list[int]
) -> None:
    assert_within_ceiling(ratio, participants, live_through(data, ratio, participants))


@pytest.mark.req("S3-23")
@given(st.data(), ratios, headcounts, st.integers(1, 4), st.integers(0, 1))
def test_the_ceiling_holds_too_while_n_varies(
    data: st.DataObject, ratio: Decimal, participants: list[int], threshold: int, below: int
) -> None:
    assert_within_ceiling(ratio, participants, live_through(data, ratio, participants, threshold, below))


@pytest.mark.req("S3-23", "S3-24")
@given(ratios, headcounts)
def test_using_all_that_is_offered_wastes_no_whole_place(ratio: Decimal, participants: list[int]) -> None:
    offers = places_by_cycle(ratio, participants)
    assert sum(offers) >= floor(Fraction(ratio) * sum(participants))


@pytest.mark.req("S3-23")
@given(st.data(), ratios, headcounts)
def test_a_place_left_unused_is_offered_later(data: st.DataObject, ratio: Decimal, participants: list[int]) -> None:
    used = live_through(data, ratio, participants)[:-1]
    spared = [data.draw(st.integers(0, count)) for count in used]
    assert remaining(ratio, participants, spared) - remaining(ratio, participants, used) == sum(used) - sum(spared)
    assert places(ratio, participants, spared) >= places(ratio, participants, used)


@pytest.mark.req("S3-23", "S3-26")
@given(ratios, headcounts)
def test_a_cycle_without_people_changes_nothing_later(ratio: Decimal, participants: list[int]) -> None:
    used = [0] * (len(participants) - 1)
    assert places(ratio, [0, *participants], [0, *used]) == places(ratio, participants, used)


@pytest.mark.req("S3-24", "S3-25", "S3-26")
@given(lefts)
def test_an_offer_is_whole_and_less_than_one_over_what_is_left(left: Fraction) -> None:
    offer = offered(left)
    assert offer >= 0
    assert offer < max(left, Fraction(0)) + 1
    assert (offer == 0) == (left <= 0)


@pytest.mark.req("S3-24", "S3-25")
@given(lefts, lefts)
def test_more_left_never_offers_less(one: Fraction, other: Fraction) -> None:
    assert offered(min(one, other)) <= offered(max(one, other))

"""Places for "good": the vectors of the source and the shared cases."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kaohe.workflow.domain.quota import offered, places, places_by_cycle, remaining

ARITHMETIC = json.loads((Path(__file__).parents[2] / "cases" / "arithmetic.json").read_text(encoding="utf-8"))
FORTY = Decimal("0.40")


@pytest.mark.req("S3-23", "S3-24", "S3-25", "S3-26")
@pytest.mark.parametrize("case", ARITHMETIC["quota"], ids=lambda case: f"{case['ratio']}:{case['participants']}")
def test_published_cases(case: dict[str, Any]) -> None:
    offers = places_by_cycle(Decimal(case["ratio"]), case["participants"], case["used"])
    assert list(offers) == case["places"]


@pytest.mark.req("S3-23", "S3-24", "S3-25", "S3-26")
@pytest.mark.parametrize(
    ("participants", "offers"),
    [
        ([1, 1, 1, 1], (1, 0, 1, 0)),
        ([2, 2, 2, 2], (1, 1, 1, 1)),
        ([3, 3, 3, 3], (1, 1, 1, 1)),
        ([5, 5, 5, 5], (2, 2, 2, 2)),
        ([7, 7, 7, 7], (2, 3, 3, 3)),
        ([12, 12, 13, 11], (4, 5, 5, 5)),
        ([6, 1, 1, 1], (2, 1, 1, 0)),
    ],
)
def test_the_sources_vectors_with_all_places_used(participants: list[int], offers: tuple[int, ...]) -> None:
    assert places_by_cycle(FORTY, participants) == offers


@pytest.mark.req("S3-23")
def test_unused_places_carry_over() -> None:
    assert places_by_cycle(FORTY, [10] * 4, [0, 4, 8, 4]) == (4, 8, 8, 4)


@pytest.mark.req("S3-23")
def test_the_sum_is_exact() -> None:
    assert remaining(Decimal("0.35"), [45] * 4, [0, 0, 0]) == 63
    assert places(Decimal("0.35"), [45] * 4, [0, 0, 0]) == 63
    assert remaining(FORTY, [7, 7], [2]) == Fraction(18, 5)


@pytest.mark.req("S3-26")
@pytest.mark.parametrize("participants", [[0], [0, 0], [0, 0, 0, 0]])
def test_without_participants_there_are_no_places(participants: list[int]) -> None:
    assert set(places_by_cycle(FORTY, participants)) == {0}


@pytest.mark.req("S3-26")
def test_a_year_without_cycles_offers_nothing() -> None:
    assert places_by_cycle(FORTY, []) == ()


@pytest.mark.req("S3-24", "S3-25", "S3-26")
@pytest.mark.parametrize(
    ("left", "threshold", "below", "offer"),
    [
        ("1", 1, 1, 1),
        ("0.99", 1, 1, 1),
        ("0.01", 1, 1, 1),
        ("0", 1, 1, 0),
        ("-0.2", 1, 1, 0),
        ("3.99", 1, 1, 3),
        ("2.5", 3, 1, 1),
        ("3", 3, 1, 3),
        ("2.5", 3, 2, 2),
        ("0.5", 1, 0, 0),
        ("0.5", Decimal("0.5"), 1, 0),
        ("0.4", Decimal("0.5"), 1, 1),
    ],
)
def test_threshold_and_places_below_it_are_the_policys(
    left: str, threshold: Decimal | int, below: int, offer: int
) -> None:
    assert offered(Fraction(left), threshold, below) == offer


@pytest.mark.req("S3-23")
@pytest.mark.parametrize("used", [[], [1, 2], [1, 2, 3]])
def test_counts_that_do_not_match_are_refused(used: list[int]) -> None:
    with pytest.raises(ValueError, match="2 cycles of participants need 1"):
        places(FORTY, [5, 5], used)


@pytest.mark.req("S3-23")
def test_a_replay_with_too_few_used_counts_is_refused() -> None:
    with pytest.raises(ValueError, match="need 2"):
        places_by_cycle(FORTY, [5, 5, 5], [1])

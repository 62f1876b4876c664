"""Each part of the score by S3's formulas."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from kaohe.workflow.domain.facts import PersonFacts, SummaryState
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.results import PersonResult

Made = Callable[..., PersonFacts]
Scored = Callable[..., PersonResult]
Variant = Callable[..., Policy]


def points(result: PersonResult, part: str) -> Decimal:
    return sum((line.points for line in result.breakdown if line.part == part), Decimal())


@pytest.mark.req("S3-15")
def test_everything_at_90_gives_90(person: Made, scored: Scored) -> None:
    result = scored(person())
    assert str(result.score) == "90.00"
    assert (points(result, "common"), points(result, "individual")) == (36, 54)


@pytest.mark.req("S3-15", "S3-18")
def test_common_indicators_by_weight(person: Made, scored: Scored, variant: Variant) -> None:
    scores = {"de": Decimal(100), "neng": Decimal(80), "qin": Decimal(80), "ji": Decimal(80), "lian": Decimal(60)}
    assert points(scored(person(common=scores)), "common") == 32
    heavier = variant(('key = "de", label = "德", weight = 20', 'key = "de", label = "德", weight = 80'))
    # (100·80 + 80·20·3 + 60·20) / 160 · 40 / 100
    assert points(scored(person(common=scores), heavier), "common") == 35


@pytest.mark.req("S3-19", "S3-53")
def test_individual_is_the_mean_of_the_months_times_the_factor(person: Made, scored: Scored) -> None:
    months = {"2026-01": Decimal(90), "2026-02": Decimal(91), "2026-03": Decimal(93)}
    result = scored(person(monthly=months))
    assert points(result, "individual") == Decimal("54.8")
    (line,) = [line for line in result.breakdown if line.part == "individual"]
    assert line.inputs == {"months": months, "factor": 60}
    assert line.rule == "S3-19"


@pytest.mark.req("S3-19")
def test_only_the_months_of_the_period_count(person: Made, scored: Scored) -> None:
    beside = {"2025-12": Decimal(0), "2026-04": Decimal(0), **person().monthly}
    assert points(scored(person(monthly=beside)), "individual") == 54


@pytest.mark.req("S3-19", "S3-53")
def test_a_missing_month_is_named_or_left_out_as_the_policy_says(
    person: Made, scored: Scored, variant: Variant
) -> None:
    months = {"2026-01": Decimal(80), "2026-02": None}
    result = scored(person(monthly=months))
    assert result.missing == ("monthly.2026-02", "monthly.2026-03")
    assert (result.score, result.breakdown, result.allowed_grades) == (None, (), ())

    lenient = variant(('missing_months = "require"', 'missing_months = "mean_of_present"'))
    assert points(scored(person(monthly=months), lenient), "individual") == 48
    assert scored(person(monthly={}), lenient).missing == ("monthly.2026-01", "monthly.2026-02", "monthly.2026-03")


@pytest.mark.req("S3-18")
def test_a_missing_indicator_is_named(person: Made, scored: Scored) -> None:
    scores = {**(person().common or {}), "qin": None}
    assert scored(person(common=scores)).missing == ("common.qin",)
    assert scored(person(common=None)).missing[0] == "common.de"
    assert scored(person(common={**scores, "qin": Decimal(0)})).missing == ()


@pytest.mark.req("S3-28")
@pytest.mark.parametrize(
    ("state", "score"),
    [
        (SummaryState.SUBMITTED, "90.00"),
        (SummaryState.EXCUSED, "90.00"),
        (SummaryState.LATE, "89.50"),
        (SummaryState.MISSED, "88.00"),
    ],
)
def test_a_late_or_missed_summary_costs_what_the_policy_says(
    person: Made, scored: Scored, variant: Variant, state: SummaryState, score: str
) -> None:
    strict = variant(
        ('label = "未交个人小结", points = 0', 'label = "未交个人小结", points = 2'),
        ('label = "迟交个人小结", points = 0', 'label = "迟交个人小结", points = 0.5'),
    )
    assert str(scored(person(summary=state), strict).score) == score
    assert str(scored(person(summary=state)).score) == "90.00"

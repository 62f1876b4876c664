"""The breakdown adds up to the score exactly, and the score is rounded half up once."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.facts import PersonFacts, ScoredMatter
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.results import PersonResult
from kaohe.workflow.domain.scoring.breakdown import ROUNDING, half_up

Made = Callable[..., PersonFacts]
Scored = Callable[..., PersonResult]
Variant = Callable[..., Policy]

scores = st.decimals(0, 100, places=4)
INDICATORS = ("de", "neng", "qin", "ji", "lian")
MONTHS = ("2026-01", "2026-02", "2026-03")
people = st.builds(
    PersonFacts,
    key=st.just("p"),
    unit=st.just("u"),
    common=st.fixed_dictionaries(dict.fromkeys(INDICATORS, scores)),
    monthly=st.fixed_dictionaries(dict.fromkeys(MONTHS, scores)),
    claims=st.lists(st.builds(ScoredMatter, st.just("merit_citation"), st.text(max_size=1), scores)).map(tuple),
    deductions=st.lists(st.builds(ScoredMatter, st.just("discipline"), st.text(max_size=1), scores)).map(tuple),
)


@pytest.fixture(scope="module")
def uneven(variant: Variant) -> Policy:
    """A scheme in which no division comes out even."""
    return variant(
        ("weight = 40", "weight = 43"),
        ("factor = 60", "factor = 57"),
        ('label = "德", weight = 20', 'label = "德", weight = 7'),
        ('label = "能", weight = 20', 'label = "能", weight = 11.5'),
    )


@pytest.mark.req("S3-15", "S3-29")
@given(facts=people)
def test_the_lines_add_up_to_the_score(facts: PersonFacts, scored: Scored, uneven: Policy, county_psb: Policy) -> None:
    for policy in (uneven, county_psb):
        result = scored(facts, policy)
        assert sum(line.points for line in result.breakdown) == result.score


@pytest.mark.req("S3-15", "S3-29")
@given(facts=people)
def test_rounding_is_at_most_half_a_unit_of_the_last_place(facts: PersonFacts, scored: Scored, uneven: Policy) -> None:
    shown = Decimal("0.000001") * 2
    for line in scored(facts, uneven).breakdown:
        if line.part == ROUNDING:
            assert abs(line.points) <= Decimal("0.005") + shown


@pytest.mark.req("S3-15", "S3-18", "S3-19")
@given(facts=people)
def test_the_score_is_the_formula_in_fractions(facts: PersonFacts, scored: Scored, uneven: Policy) -> None:
    plain = PersonFacts("p", "u", common=facts.common, monthly=facts.monthly)
    weights = dict(zip(INDICATORS, map(Fraction, ("7", "11.5", "20", "20", "20")), strict=True))
    given_scores = {key: Fraction(score) for key, score in (facts.common or {}).items() if score is not None}
    common = sum(given_scores[key] * weight for key, weight in weights.items()) / sum(weights.values()) * 43 / 100
    individual = sum(Fraction(score) for score in facts.monthly.values() if score is not None) / 3 * 57 / 100
    hundredths = floor((common + individual) * 100 + Fraction(1, 2))
    assert scored(plain, uneven).score == Decimal(hundredths).scaleb(-2)


@pytest.mark.req("S3-19", "S3-18")
@given(
    facts=people,
    month=st.sampled_from(MONTHS),
    indicator=st.sampled_from(INDICATORS),
    more=st.decimals(0, 50, places=2),
)
def test_a_better_input_never_lowers_the_score(
    facts: PersonFacts, month: str, indicator: str, more: Decimal, person: Made, scored: Scored, uneven: Policy
) -> None:
    def raised(given_scores: dict[str, Decimal | None], key: str) -> dict[str, Decimal | None]:
        return {**given_scores, key: min(Decimal(100), (given_scores[key] or Decimal()) + more)}

    before = scored(facts, uneven).score
    better = person(
        common=raised(dict(facts.common or {}), indicator),
        monthly=raised(dict(facts.monthly), month),
        claims=facts.claims,
        deductions=facts.deductions,
    )
    after = scored(better, uneven).score
    assert before is not None
    assert after is not None
    assert after >= before


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("89.995", 2, "90.00"), ("89.9949", 2, "89.99"), ("0.5", 0, "1"), ("-0.005", 2, "-0.01"), ("2.5", 0, "3")],
)
def test_half_is_rounded_up(value: str, places: int, expected: str) -> None:
    assert str(half_up(Fraction(value), places)) == expected


def test_rounding_comes_once_at_the_end(person: Made, scored: Scored, variant: Variant) -> None:
    # 40.0025 of common and 49.9925 of individual are 89.995: rounded one by one they would be 40.00 + 49.99 = 89.99.
    scheme = variant(("weight = 40", "weight = 50"), ("factor = 60", "factor = 50"))
    common = dict.fromkeys(INDICATORS, Decimal("80.005"))
    monthly = dict.fromkeys(MONTHS, Decimal("99.985"))
    assert str(scored(person(common=common, monthly=monthly), scheme).score) == "90.00"

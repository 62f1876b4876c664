"""Which grades a score allows."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.bands import allowed_grades
from kaohe.workflow.domain.policy import Policy


@pytest.mark.req("S3-27", "N-7")
@pytest.mark.parametrize(
    ("score", "allowed"),
    [
        ("110.00", ("good", "fairly_good", "fair", "poor")),
        ("90.00", ("good", "fairly_good", "fair", "poor")),
        ("89.99", ("fairly_good", "fair", "poor")),
        ("80.00", ("fairly_good", "fair", "poor")),
        ("79.99", ("fair", "poor")),
        ("60.00", ("fair", "poor")),
        ("59.99", ("poor",)),
        ("0.00", ("poor",)),
        ("-3.00", ("poor",)),
    ],
)
def test_a_score_opens_its_grade_and_the_lower_ones(county_psb: Policy, score: str, allowed: tuple[str, ...]) -> None:
    assert allowed_grades(county_psb, Decimal(score)) == allowed


@pytest.mark.req("S3-27")
def test_a_binding_band_leaves_no_choice(county_psb: Policy) -> None:
    fair = county_psb.scoring.bands[2].model_copy(update={"binding": True})
    bands = (*county_psb.scoring.bands[:2], fair, county_psb.scoring.bands[3])
    strict = county_psb.model_copy(update={"scoring": county_psb.scoring.model_copy(update={"bands": bands})})
    assert allowed_grades(strict, Decimal(70)) == ("fair",)
    assert allowed_grades(strict, Decimal(80)) == ("fairly_good", "fair", "poor")


@pytest.mark.req("S3-27")
@given(low=st.decimals(-20, 120, places=2), more=st.decimals(0, 100, places=2))
def test_a_higher_score_never_closes_a_grade_above_poor(county_psb: Policy, low: Decimal, more: Decimal) -> None:
    assert set(allowed_grades(county_psb, low)) <= set(allowed_grades(county_psb, low + more))

"""Who assesses a person that works elsewhere for a time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.policies.shipped import shipped_policy
from kaohe.workflow.domain.assessing_unit import Away, assessing_unit
from kaohe.workflow.domain.policy.participation import AssignmentKind

OWN, RECEIVING, LATER = 1, 2, 3
DAY = date(2026, 3, 31)


def assessed_by(*away: Away, on: date = DAY) -> int:
    return assessing_unit(shipped_policy("county-psb"), OWN, away, on)


def away(kind: str, unit_id: int | None = RECEIVING, *, starts=date(2026, 1, 1), ends=None, approved=True) -> Away:
    return Away(kind, unit_id, starts, ends, approved)


@pytest.mark.req("S3-11")
@pytest.mark.parametrize("kind", ["training", "special_work"])
def test_training_and_special_work_leave_it_with_the_own_unit(kind):
    assert assessed_by(away(kind)) == OWN


@pytest.mark.req("S3-12", "S3-13")
@pytest.mark.parametrize("kind", ["aid", "temporary_post", "service_window"])
def test_aid_temporary_posts_and_the_service_window_are_assessed_where_the_work_is(kind):
    assert assessed_by(away(kind)) == RECEIVING


@pytest.mark.req("S3-14")
def test_a_loan_counts_with_its_approval_only():
    assert assessed_by(away("loan", approved=True)) == RECEIVING
    assert assessed_by(away("loan", approved=False)) == OWN


@pytest.mark.req("S3-12")
def test_first_and_last_day_belong_to_the_assignment():
    one = away("aid", starts=date(2026, 3, 10), ends=date(2026, 3, 20))
    assert assessed_by(one, on=date(2026, 3, 9)) == OWN
    assert assessed_by(one, on=date(2026, 3, 10)) == RECEIVING
    assert assessed_by(one, on=date(2026, 3, 20)) == RECEIVING
    assert assessed_by(one, on=date(2026, 3, 21)) == OWN


@pytest.mark.req("S3-12")
def test_of_several_the_one_that_began_last_decides():
    both = [away("aid"), away("temporary_post", LATER, starts=date(2026, 2, 1))]
    assert assessed_by(*both) == LATER
    assert assessed_by(*reversed(both)) == LATER
    assert assessed_by(*both, away("training", 4, starts=date(2026, 3, 1))) == LATER


@pytest.mark.req("S3-11", "S3-12")
@given(
    kind=st.sampled_from(AssignmentKind),
    unit=st.none() | st.integers(2, 9),
    starts=st.dates(),
    ends=st.none() | st.dates(),
    approved=st.booleans(),
    on=st.dates(),
)
def test_nobody_falls_between_the_units(kind, unit, starts, ends, approved, on):
    result = assessed_by(Away(kind, unit, starts, ends, approved), on=on)
    assert result in {OWN, unit}
    if not starts <= on or unit is None:
        assert result == OWN

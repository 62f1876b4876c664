"""Which unit assesses whoever works elsewhere (S3-11 to S3-14), on which day."""

from datetime import date

import pytest
from support.snapshots import POLICY

from kaohe.workflow.domain.assessing_unit import Away, assessing_unit

OWN, RECEIVING, LATER = 1, 2, 3
STARTS, ENDS = date(2026, 1, 10), date(2026, 2, 10)


def away(kind: str = "aid", unit_id: int | None = RECEIVING, starts: date = STARTS, *, approved: bool = True) -> Away:
    return Away(kind, unit_id, starts, ENDS, approved)


def assesses(*given: Away, on: date = date(2026, 1, 31)) -> int:
    return assessing_unit(POLICY, OWN, given, on)


@pytest.mark.req("S3-11", "S3-12", "S3-13")
@pytest.mark.parametrize(
    ("kind", "unit"),
    [
        ("training", OWN),
        ("special_work", OWN),
        ("aid", RECEIVING),
        ("temporary_post", RECEIVING),
        ("service_window", RECEIVING),
        ("loan", RECEIVING),
    ],
)
def test_who_assesses_whom(kind: str, unit: int) -> None:
    assert assesses(away(kind)) == unit


@pytest.mark.req("S3-14")
def test_a_loan_counts_with_evidence_of_its_approval_only() -> None:
    assert assesses(away("loan", approved=False)) == OWN
    assert assesses(away("aid", approved=False)) == RECEIVING


@pytest.mark.req("S3-12")
def test_both_ends_are_included_and_no_end_goes_on() -> None:
    days = [date(2026, 1, 9), STARTS, ENDS, date(2026, 2, 11)]
    assert [assesses(away(), on=day) for day in days] == [OWN, RECEIVING, RECEIVING, OWN]
    assert assesses(Away("aid", RECEIVING, STARTS, None, True), on=date(2030, 1, 1)) == RECEIVING


@pytest.mark.req("S3-12")
def test_the_assignment_that_began_last_decides_and_nowhere_is_no_unit() -> None:
    later = away("temporary_post", LATER, date(2026, 1, 20))
    assert assesses(later, away()) == assesses(away(), later) == LATER
    assert assesses(away(unit_id=None)) == assesses() == OWN

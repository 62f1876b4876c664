"""How many working days late something is: the day after the term counts as the first, days off count nothing."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.calendar import BUSINESS_ZONE, WorkCalendar, end_of_day
from kaohe.workflow.domain.lateness import working_days_late

CALENDAR = WorkCalendar()
FRIDAY = end_of_day(date(2026, 4, 10))


@pytest.mark.req("S3-31")
@pytest.mark.parametrize(
    ("day", "hour", "days"), [(10, 23, 0), (11, 9, 0), (12, 23, 0), (13, 0, 0), (13, 9, 1), (14, 9, 2), (17, 18, 5)]
)
def test_days_late_after_a_friday(day: int, hour: int, days: int) -> None:
    now = datetime(2026, 4, day, hour, tzinfo=BUSINESS_ZONE)
    assert working_days_late(FRIDAY, now, CALENDAR) == days


@pytest.mark.req("S3-31", "§3")
def test_a_make_up_workday_counts() -> None:
    """Sunday 4 January 2026 is worked."""
    due = end_of_day(date(2026, 1, 2))
    assert working_days_late(due, datetime(2026, 1, 4, 9, tzinfo=BUSINESS_ZONE), CALENDAR) == 1


@given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1)), st.integers(0, 40), st.integers(0, 40))
def test_lateness_never_falls_as_time_goes_on(due: datetime, first: int, more: int) -> None:
    start = due.replace(tzinfo=BUSINESS_ZONE)
    early, later = start + timedelta(days=first), start + timedelta(days=first + more)
    assert 0 <= working_days_late(start, early, CALENDAR) <= working_days_late(start, later, CALENDAR) <= first + more

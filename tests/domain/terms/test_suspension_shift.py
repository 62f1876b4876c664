"""Where due moments go when a suspended cycle (中止) resumes."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.calendar import BUSINESS_ZONE, Due, WorkCalendar, day_of, end_of_day
from kaohe.workflow.domain.terms import shift

CALENDAR = WorkCalendar()


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 4, day, hour, tzinfo=BUSINESS_ZONE)


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize(
    ("due", "suspended", "resumed", "last_day"),
    [
        (17, at(14), at(20), 24),  # Tuesday to Friday were left: four days after Monday
        (17, at(17), at(18), 20),  # Friday was left; resumed on Saturday
        (17, at(11), at(12), 17),  # suspended over a weekend only
        (17, at(18), at(25), 17),  # overdue before
        (17, at(18, 0), at(25), 17),  # suspended at the very end
        (12, at(11), at(11, 15), 12),  # no working day was left
    ],
)
def test_the_working_days_left_are_kept(due: int, suspended: datetime, resumed: datetime, last_day: int) -> None:
    assert shift(end_of_day(date(2026, 4, due)), suspended, resumed, CALENDAR) == Due(date(2026, 4, last_day))


@pytest.mark.req("Cross-6")
def test_a_cycle_cannot_resume_before_it_was_suspended() -> None:
    with pytest.raises(ValueError, match="resumed before"):
        shift(at(20), at(15), at(14), CALENDAR)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 9, 30)).map(lambda one: one.replace(tzinfo=BUSINESS_ZONE))


@pytest.mark.req("Cross-6")
@given(moments, moments, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_suspension_eats_nobodys_time(due: datetime, suspended: datetime, length: timedelta) -> None:
    resumed = suspended + length
    moved = shift(due, suspended, resumed, CALENDAR).last_day
    assert moved >= day_of(due)
    if due > suspended:
        left_before = CALENDAR.count_working_days(day_of(suspended), day_of(due))
        assert CALENDAR.count_working_days(day_of(resumed) + timedelta(days=1), moved) >= left_before

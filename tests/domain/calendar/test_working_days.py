"""Which days are worked, and where a count of them ends (requirements §3, "working days")."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.calendar import BUSINESS_ZONE, Due, WorkCalendar, day_of, official_years

CASES = json.loads((Path(__file__).parents[2] / "cases" / "workdays.json").read_text(encoding="utf-8"))
CALENDAR = WorkCalendar({date(2026, 6, 6): True, date(2026, 6, 8): False, date(2027, 2, 8): False})
days = st.dates(date(2023, 1, 1), date(2029, 12, 31))


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['event']}+{case['workdays']}")
def test_published_cases(case: dict[str, str | int]) -> None:
    due = WorkCalendar().add_working_days(date.fromisoformat(str(case["event"])), int(case["workdays"]))
    assert due == Due(date.fromisoformat(str(case["last_day"])), provisional=False)


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 13), True),  # Friday
        (date(2026, 2, 14), True),  # Saturday made up for Spring Festival
        (date(2026, 2, 17), False),  # Tuesday of Spring Festival
        (date(2026, 3, 1), False),  # Sunday
        (date(2024, 2, 4), True),  # Sunday made up
    ],
)
def test_official_days_off_and_make_up_days(day: date, worked: bool) -> None:
    assert WorkCalendar().is_working_day(day) is worked


@pytest.mark.req("Cross-6")
@given(days, st.integers(1, 300))
def test_a_count_ends_on_the_nth_working_day_after_the_event(event: date, count: int) -> None:
    due = CALENDAR.add_working_days(event, count)
    walked = [event + timedelta(days=n) for n in range(1, (due.last_day - event).days + 1)]
    assert sum(CALENDAR.is_working_day(day) for day in walked) == count
    assert CALENDAR.is_working_day(due.last_day)
    assert due.provisional == any(CALENDAR.is_provisional(day) for day in walked)


@pytest.mark.req("Cross-6")
@given(days, st.integers(1, 300))
def test_a_count_back_ends_on_the_nth_working_day_before(day: date, count: int) -> None:
    mark = CALENDAR.subtract_working_days(day, count)
    walked = [day - timedelta(days=n) for n in range(1, (day - mark).days + 1)]
    assert sum(CALENDAR.is_working_day(one) for one in walked) == count
    assert CALENDAR.is_working_day(mark)


@pytest.mark.req("Cross-6")
@given(days, st.integers(0, 800))
def test_working_days_between_two_days_are_counted_with_both(first: date, length: int) -> None:
    walked = [first + timedelta(days=n) for n in range(length)]
    expected = sum(CALENDAR.is_working_day(day) for day in walked)
    assert CALENDAR.count_working_days(first, first + timedelta(days=length - 1)) == expected


@pytest.mark.req("Cross-6")
@given(days)
def test_no_days_end_on_the_day_itself_even_on_a_day_off(day: date) -> None:
    assert CALENDAR.add_working_days(day, 0) == Due(day)
    assert CALENDAR.subtract_working_days(day, 0) == day


@pytest.mark.req("Cross-6")
@given(days)
def test_rolling_stops_on_the_first_working_day(day: date) -> None:
    rolled = CALENDAR.roll(day).last_day
    assert rolled >= day
    assert CALENDAR.is_working_day(rolled)
    assert not any(CALENDAR.is_working_day(day + timedelta(days=n)) for n in range((rolled - day).days))


@pytest.mark.req("Cross-6")
def test_negative_counts_are_refused() -> None:
    for count in (CALENDAR.add_working_days, CALENDAR.subtract_working_days):
        with pytest.raises(ValueError, match="never negative"):
            count(date(2026, 4, 1), -1)


@pytest.mark.req("Cross-6")
def test_a_term_ends_at_24_hours_of_its_last_day_in_shanghai() -> None:
    ends_at = Due(date(2026, 12, 31)).ends_at
    assert ends_at == datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert ends_at.isoformat() == "2027-01-01T00:00:00+08:00"


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 4, 1, 15, 59, tzinfo=UTC), date(2026, 4, 1)),
        (datetime(2026, 4, 1, 16, 1, tzinfo=UTC), date(2026, 4, 2)),
        (datetime(2026, 4, 2, tzinfo=BUSINESS_ZONE), date(2026, 4, 1)),
        (datetime(2026, 4, 2, 0, 0, 0, 1, tzinfo=BUSINESS_ZONE), date(2026, 4, 2)),
        (date(2026, 4, 2), date(2026, 4, 2)),
        (Due(date(2026, 4, 2)), date(2026, 4, 2)),
    ],
)
def test_the_business_day_of_a_moment(moment: Due | date | datetime, day: date) -> None:
    assert day_of(moment) == day


@pytest.mark.req("Cross-6")
def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 4, 1, 9))


@pytest.mark.req("Cross-6")
def test_there_is_official_data_for_the_years_of_the_cases() -> None:
    assert {2024, 2025, 2026} <= official_years()

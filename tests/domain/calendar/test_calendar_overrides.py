"""A body's own days, and years whose make-up days are not published yet (requirements §3, "working days")."""

from datetime import UTC, date, datetime

import pytest

from kaohe.workflow.domain.calendar import BUSINESS_ZONE, Due, WorkCalendar, minute_words, official_years

UNPUBLISHED = max(official_years()) + 5


def a_monday(year: int) -> date:
    return date.fromisocalendar(year, 20, 1)


@pytest.mark.req("Cross-6")
def test_an_override_wins_over_the_official_day() -> None:
    saturday, monday = date(2026, 4, 11), date(2026, 4, 13)
    calendar = WorkCalendar({saturday: True, monday: False})
    assert calendar.is_working_day(saturday)
    assert not calendar.is_working_day(monday)
    assert calendar.add_working_days(date(2026, 4, 10), 2) == Due(date(2026, 4, 14))


@pytest.mark.req("Cross-6")
def test_a_later_change_of_the_given_mapping_changes_nothing() -> None:
    overrides = {date(2026, 4, 11): True}
    calendar = WorkCalendar(overrides)
    overrides.clear()
    assert calendar.is_working_day(date(2026, 4, 11))


@pytest.mark.req("Cross-6")
def test_an_unpublished_year_counts_monday_to_friday_provisionally() -> None:
    calendar = WorkCalendar()
    monday = a_monday(UNPUBLISHED)
    friday, next_monday = date.fromisocalendar(UNPUBLISHED, 20, 5), date.fromisocalendar(UNPUBLISHED, 21, 1)
    assert calendar.add_working_days(monday, 4) == Due(friday, provisional=True)
    assert calendar.add_working_days(monday, 5) == Due(next_monday, provisional=True)


@pytest.mark.req("Cross-6")
def test_a_term_that_runs_into_an_unpublished_year_is_provisional() -> None:
    last_known = max(official_years())
    calendar = WorkCalendar()
    assert calendar.add_working_days(date(last_known, 12, 25), 1).provisional is False
    assert calendar.add_working_days(date(last_known, 12, 25), 10).provisional is True
    assert calendar.is_provisional(date(last_known + 1, 1, 4))
    assert not calendar.is_provisional(date(last_known, 12, 31))


@pytest.mark.req("Cross-6")
def test_days_settled_one_by_one_are_no_longer_provisional() -> None:
    monday, tuesday = a_monday(UNPUBLISHED), date.fromisocalendar(UNPUBLISHED, 20, 2)
    calendar = WorkCalendar({tuesday: True})
    assert calendar.add_working_days(monday, 1) == Due(tuesday, provisional=False)
    assert calendar.add_working_days(monday, 2).provisional


@pytest.mark.req("Cross-6")
def test_a_year_declared_published_is_settled_by_its_overrides() -> None:
    monday, tuesday = a_monday(UNPUBLISHED), date.fromisocalendar(UNPUBLISHED, 20, 2)
    calendar = WorkCalendar({tuesday: False}, published_years=frozenset({UNPUBLISHED}))
    assert calendar.add_working_days(monday, 1) == Due(date.fromisocalendar(UNPUBLISHED, 20, 3), provisional=False)
    assert calendar.is_provisional(date(UNPUBLISHED + 1, 1, 4))


@pytest.mark.req("Cross-6")
def test_a_published_year_has_its_weekends_off_whatever_the_installed_data_says() -> None:
    """2026-01-04 is a Sunday that was worked officially, 2026-01-01 a Thursday off."""
    calendar = WorkCalendar(published_years=frozenset({2026}))
    week = [calendar.is_working_day(date(2026, 1, day)) for day in range(5, 12)]
    assert week == [True] * 5 + [False] * 2
    assert calendar.is_working_day(date(2026, 1, 1))
    assert not calendar.is_working_day(date(2026, 1, 4))
    assert not WorkCalendar().is_working_day(date(2026, 1, 1))
    assert WorkCalendar().is_working_day(date(2026, 1, 4))


def test_a_moment_reads_as_date_and_minute_in_shanghai() -> None:
    assert minute_words(datetime(2026, 4, 7, 16, 0, 59, tzinfo=UTC)) == "2026-04-08 00:00"
    assert BUSINESS_ZONE.tzname(None) == "Asia/Shanghai"

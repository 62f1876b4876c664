"""Where a term ends, and the marks ahead of it (requirements §3, "working days")."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.calendar import BUSINESS_ZONE, Due, WorkCalendar, end_of_day
from kaohe.workflow.domain.terms import DayOfMonth, Term, before, end_of, fixed_day

CALENDAR = WorkCalendar()
days = st.dates(date(2023, 1, 1), date(2026, 10, 31))


@pytest.mark.req("Cross-6")
def test_counting_begins_on_the_day_after_the_event_in_shanghai() -> None:
    late_on_thursday_in_shanghai = datetime(2026, 4, 16, 15, 59, tzinfo=UTC)
    friday_in_shanghai = datetime(2026, 4, 16, 16, 1, tzinfo=UTC)
    assert end_of(Term(working_days=1), late_on_thursday_in_shanghai, CALENDAR) == Due(date(2026, 4, 17))
    assert end_of(Term(working_days=1), friday_in_shanghai, CALENDAR) == Due(date(2026, 4, 20))


@pytest.mark.req("S3-38")
def test_a_term_after_another_begins_on_the_next_day() -> None:
    publicity = end_of(Term(working_days=5), date(2026, 4, 10), CALENDAR)
    assert publicity == Due(date(2026, 4, 17))
    objections = end_of(Term(working_days=5), publicity.ends_at, CALENDAR)
    assert objections == end_of(Term(working_days=5), publicity, CALENDAR) == Due(date(2026, 4, 24))


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize(
    ("term", "event", "last_day"),
    [
        (Term(calendar_days=3), date(2026, 4, 13), date(2026, 4, 16)),
        (Term(calendar_days=3), date(2026, 4, 15), date(2026, 4, 20)),  # Saturday → Monday
        (Term(calendar_days=3), date(2026, 9, 30), date(2026, 10, 8)),  # within National Day
        (Term(calendar_days=1), date(2026, 2, 13), date(2026, 2, 14)),  # a Saturday that is worked
        (Term(calendar_months=2), date(2025, 9, 15), date(2025, 11, 17)),  # Saturday → Monday
        (Term(calendar_months=2), date(2025, 12, 31), date(2026, 2, 28)),  # February's last day, made up
        (Term(calendar_months=1), date(2024, 1, 31), date(2024, 2, 29)),
        (Term(calendar_months=12), date(2025, 4, 15), date(2026, 4, 15)),
    ],
)
def test_calendar_terms_roll_off_days_off(term: Term, event: date, last_day: date) -> None:
    assert end_of(term, event, CALENDAR) == Due(last_day)


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize("unit", ["working_days", "calendar_days", "calendar_months"])
def test_a_term_of_nothing_ends_with_the_events_own_day(unit: str) -> None:
    sunday = date(2026, 4, 12)
    assert end_of(Term.model_validate({unit: 0}), sunday, CALENDAR) == Due(sunday)


@pytest.mark.req("Cross-6")
def test_a_calendar_term_is_provisional_only_where_rolling_is_unsettled() -> None:
    unpublished = date(2040, 1, 2)
    assert end_of(Term(calendar_days=3), unpublished, CALENDAR).provisional
    assert not end_of(Term(calendar_days=3), unpublished, WorkCalendar({date(2040, 1, 5): True})).provisional


@pytest.mark.req("Cross-6")
def test_a_term_after_a_provisional_one_is_provisional() -> None:
    for term in (Term(working_days=2), Term(calendar_days=2)):
        assert end_of(term, Due(date(2026, 4, 14), provisional=True), CALENDAR) == Due(date(2026, 4, 16), True)
        assert end_of(term, Due(date(2026, 4, 14)), CALENDAR) == Due(date(2026, 4, 16), False)


@pytest.mark.req("Cross-6")
@given(days, st.integers(0, 40))
def test_calendar_days_never_end_early_and_end_on_a_working_day(event: date, length: int) -> None:
    last_day = end_of(Term(calendar_days=length), event, CALENDAR).last_day
    assert last_day >= event + timedelta(days=length)
    assert length == 0 or CALENDAR.is_working_day(last_day)


@pytest.mark.req("Cross-6")
@given(days, st.integers(0, 40))
def test_a_longer_term_never_ends_sooner(event: date, length: int) -> None:
    for unit in ("working_days", "calendar_days", "calendar_months"):
        shorter, longer = (Term.model_validate({unit: n}) for n in (length, length + 1))
        assert end_of(shorter, event, CALENDAR).last_day <= end_of(longer, event, CALENDAR).last_day


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize(
    ("term", "mark"),
    [
        (Term(working_days=0), date(2026, 4, 10)),
        (Term(working_days=1), date(2026, 4, 9)),
        (Term(working_days=3), date(2026, 4, 7)),
        (Term(working_days=4), date(2026, 4, 3)),  # over Qingming
        (Term(calendar_days=5), date(2026, 4, 5)),
        (Term(calendar_months=1), date(2026, 3, 10)),
    ],
)
def test_a_reminder_comes_at_nine_on_its_mark(term: Term, mark: date) -> None:
    nine = datetime(mark.year, mark.month, mark.day, 9, tzinfo=BUSINESS_ZONE)
    for due in (date(2026, 4, 10), Due(date(2026, 4, 10)), end_of_day(date(2026, 4, 10))):
        assert before(term, due, CALENDAR) == nine


@pytest.mark.req("S3-31")
@pytest.mark.parametrize(
    ("day_of_month", "period_end", "day"),
    [
        (DayOfMonth(months_after=1, day=10), date(2026, 3, 31), date(2026, 4, 10)),
        (DayOfMonth(months_after=1, day=10), date(2026, 12, 31), date(2027, 1, 10)),  # a Sunday: it never rolls
        (DayOfMonth(months_after=2, day=31), date(2025, 12, 31), date(2026, 2, 28)),
        (DayOfMonth(months_after=0, day=31), date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_the_fixed_day_after_a_period(day_of_month: DayOfMonth, period_end: date, day: date) -> None:
    assert fixed_day(day_of_month, period_end) == Due(day)

"""Which records are due, and which are missing: working days without leave (§3, recording rate)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.records.owed import Absence, Kept, LeaveSpan, kept, over_by, owed_in, working_days_in

QUARTER = Period.parse("2026Q1")
CALENDAR = WorkCalendar()
LOGS = owed_in(RecordKind.DAILY_LOG, QUARTER, CALENDAR)
ALL = frozenset(one.key for one in LOGS)
NONE = Absence()


def absence(*spans: LeaveSpan, attendance: str = "0") -> Absence:
    return Absence.of(spans, Decimal(attendance), QUARTER, working_days_in(QUARTER, CALENDAR))


def logs(recorded: frozenset[str], away: Absence = NONE) -> Kept:
    return kept(RecordKind.DAILY_LOG, LOGS, recorded, away)


@pytest.mark.req("S1-13", "S1-14")
def test_a_log_is_due_on_every_working_day_make_up_days_among_them() -> None:
    assert len(LOGS) == CALENDAR.count_working_days(QUARTER.start, QUARTER.end)
    assert "2026-02-14" in ALL  # a Saturday, worked for the Spring Festival
    assert not {"2026-02-16", "2026-02-17", "2026-03-01"} & ALL


@pytest.mark.req("S1-14")
def test_the_rate_is_recorded_of_due() -> None:
    found = logs(ALL - {"2026-03-05", "2026-03-06"})
    assert (found.due, found.recorded, found.missing) == (len(LOGS), len(LOGS) - 2, ("2026-03-05", "2026-03-06"))
    assert found.rate == Fraction(len(LOGS) - 2, len(LOGS))
    assert Kept(0, 0).rate is None


@pytest.mark.req("S1-13")
def test_a_log_on_a_day_off_makes_up_for_no_other() -> None:
    found = logs(frozenset({"2026-03-07", "2026-03-08"}))  # Saturday and Sunday
    assert (found.due, found.recorded) == (len(LOGS), 0)


@pytest.mark.req("S1-13")
@pytest.mark.parametrize("kind", ["sick", "annual", "official"])
def test_days_of_leave_are_no_missing_days(kind: str) -> None:
    week = LeaveSpan(kind, date(2026, 3, 2), date(2026, 3, 8))
    found = logs(ALL - {f"2026-03-0{day}" for day in range(2, 7)}, absence(week))
    assert (found.due, found.recorded, found.missing) == (len(LOGS) - 5, len(LOGS) - 5, ())


@pytest.mark.req("S1-13")
def test_a_log_on_a_day_of_leave_is_neither_due_nor_counted() -> None:
    found = logs(ALL, absence(LeaveSpan("sick", date(2026, 3, 2), date(2026, 3, 2))))
    assert (found.due, found.recorded) == (len(LOGS) - 1, len(LOGS) - 1)


@pytest.mark.req("S1-13")
def test_leave_known_by_its_days_alone_lowers_what_is_due() -> None:
    assert logs(frozenset(), absence(attendance="3")).due == len(LOGS) - 3
    assert logs(frozenset(), absence(attendance="3.5")).due == len(LOGS) - 3  # half a day was worked
    assert logs(frozenset(), absence(attendance="366")).due == 0
    almost = ALL - {"2026-03-05"}
    assert logs(almost, absence(attendance="3")).due == len(almost)  # never below what is there


@pytest.mark.req("S1-13")
def test_attendance_counts_only_beyond_dated_sick_and_personal_leave() -> None:
    week = (date(2026, 3, 2), date(2026, 3, 8))
    assert logs(frozenset(), absence(LeaveSpan("sick", *week), attendance="5")).due == len(LOGS) - 5
    assert logs(frozenset(), absence(LeaveSpan("personal", *week), attendance="7")).due == len(LOGS) - 7
    assert logs(frozenset(), absence(LeaveSpan("annual", *week), attendance="2")).due == len(LOGS) - 7


@pytest.mark.req("S1-13")
def test_only_the_part_of_a_leave_within_the_period_counts() -> None:
    spans = (
        LeaveSpan("sick", date(2025, 12, 1), date(2026, 1, 5)),
        LeaveSpan("sick", date(2026, 3, 31), date(2026, 5, 1)),
        LeaveSpan("sick", date(2025, 1, 1), date(2025, 12, 31)),
    )
    expected = {one.last for one in LOGS if one.last <= date(2026, 1, 5) or one.last == date(2026, 3, 31)}
    assert logs(frozenset(), absence(*spans)).due == len(LOGS) - len(expected)


@pytest.mark.req("S0-21", "S0-22")
def test_a_month_of_leave_brings_no_monthly_record_but_a_week_does() -> None:
    months = owed_in(RecordKind.MONTHLY_RECORD, QUARTER, CALENDAR)
    february = absence(LeaveSpan("maternity", date(2026, 2, 1), date(2026, 2, 28)), attendance="30")
    assert kept(RecordKind.MONTHLY_RECORD, months, frozenset(), february).missing == ("2026-01", "2026-03")
    assert kept(RecordKind.MONTHLY_RECORD, months, frozenset({"2026-01"}), NONE).recorded == 1
    week = absence(LeaveSpan("sick", date(2026, 2, 2), date(2026, 2, 8)))
    assert kept(RecordKind.MONTHLY_RECORD, months, frozenset(), week).due == 3
    quarter = owed_in(RecordKind.INVENTORY, QUARTER, CALENDAR)
    assert kept(RecordKind.INVENTORY, quarter, frozenset({"2026Q1"}), NONE) == Kept(1, 1)


@pytest.mark.req("S1-7")
def test_the_annual_summary_is_due_with_the_last_quarter() -> None:
    assert owed_in(RecordKind.ANNUAL_SUMMARY, QUARTER, CALENDAR) == ()
    assert [one.key for one in owed_in(RecordKind.ANNUAL_SUMMARY, Period.parse("2026Q4"), CALENDAR)] == ["2026"]


@pytest.mark.req("S1-4", "S1-14")
def test_in_a_period_under_way_what_is_over_is_due_and_todays_log_counts() -> None:
    today = date(2026, 1, 7)  # a Wednesday
    before = [one.key for one in over_by(LOGS, today, frozenset())]
    assert before == ["2026-01-04", "2026-01-05", "2026-01-06"]
    assert [one.key for one in over_by(LOGS, today, frozenset({"2026-01-07"}))] == [*before, "2026-01-07"]

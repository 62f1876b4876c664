"""Which records are due, until when they come, and the recording rate (S1-12 to S1-14)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.calendar import Due, WorkCalendar
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import load_policy
from kaohe.workflow.domain.policy.records import RecordKind, RecordRules, Records
from kaohe.workflow.domain.records.covers import Cover, covers_in
from kaohe.workflow.domain.records.owed import Absence, Kept, LeaveSpan, kept, over_by, owed_in, working_days_in
from kaohe.workflow.domain.records.window import accepted_until, is_backfill, out_of_time, required_until
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.terms import Term

CALENDAR = WorkCalendar()
MARCH, QUARTER, LAST = Period.parse("2026-03"), Period.parse("2026Q1"), Period.parse("2026Q4")
LOG, MONTHLY, INVENTORY, ANNUAL = RecordKind

#: Monday, the 2nd, to Friday, the 6th of March.
WEEK = [date(2026, 3, day) for day in range(2, 7)]


@pytest.mark.parametrize(
    ("kind", "key", "first", "last"),
    [
        (LOG, "2026-03-05", date(2026, 3, 5), date(2026, 3, 5)),
        (MONTHLY, "2026-03", date(2026, 3, 1), date(2026, 3, 31)),
        (INVENTORY, "2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (INVENTORY, "2026-03", date(2026, 3, 1), date(2026, 3, 31)),
        (ANNUAL, "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_what_a_key_covers(kind: RecordKind, key: str, first: date, last: date) -> None:
    assert Cover.parse(kind, key) == Cover(kind, key, first, last)


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (LOG, "20260305"),
        (LOG, "1899-12-31"),
        (LOG, "2026-03"),
        (MONTHLY, "2026Q1"),
        (MONTHLY, "2026-03-05"),
        (ANNUAL, "2026-03"),
        (INVENTORY, "soon"),
    ],
)
def test_what_is_no_key_of_its_kind(kind: RecordKind, key: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Cover.parse(kind, key)
    assert Cover.parse(LOG, "1900-01-01").first == date(1900, 1, 1)


def test_what_records_cover_in_a_period() -> None:
    assert [one.key for one in covers_in(MONTHLY, QUARTER)] == ["2026-01", "2026-02", "2026-03"]
    assert [one.key for one in covers_in(INVENTORY, QUARTER)] == ["2026Q1"]
    assert covers_in(ANNUAL, QUARTER) == []
    assert [one.key for one in covers_in(ANNUAL, LAST)] == ["2026"]
    days = [one.key for one in covers_in(LOG, MARCH)]
    assert (len(days), days[0], days[-1]) == (31, "2026-03-01", "2026-03-31")


@pytest.mark.req("S1-13")
def test_a_record_is_due_where_it_covers_a_working_day() -> None:
    logs = owed_in(LOG, MARCH, CALENDAR)
    assert [one.key for one in logs] == [day.isoformat() for day in sorted(working_days_in(MARCH, CALENDAR))]
    assert (logs[0].last, logs[0].days) == (WEEK[0], (WEEK[0],))
    (month,) = owed_in(MONTHLY, MARCH, CALENDAR)
    assert (month.key, month.last, month.days) == ("2026-03", date(2026, 3, 31), tuple(one.last for one in logs))


def away(*spans: tuple[str, int, int], attendance: str = "0") -> Absence:
    dated = [LeaveSpan(kind, date(2026, 3, first), date(2026, 3, last)) for kind, first, last in spans]
    return Absence.of(dated, Decimal(attendance), MARCH, working_days_in(MARCH, CALENDAR))


@pytest.mark.req("S1-13", "S1-14")
def test_dated_leave_brings_no_record_and_undated_leave_lowers_their_number() -> None:
    logs = owed_in(LOG, MARCH, CALENDAR)
    written = {day.isoformat() for day in WEEK[:2]}
    whole = len(logs)
    assert kept(LOG, logs, written, Absence()).due == whole
    on_leave = kept(LOG, logs, written, away(("annual", 4, 31)))
    assert on_leave == Kept(2, 2, ())
    assert on_leave.rate == 1
    assert kept(LOG, logs, written, away(("annual", 5, 31))) == Kept(3, 2, ("2026-03-04",))
    assert kept(LOG, logs, written, away(("annual", 5, 31))).rate == Fraction(2, 3)
    assert kept(LOG, logs, written, Absence(undated=3)).due == whole - 3
    assert kept(LOG, logs, written, Absence(undated=99)).due == 2
    assert kept(LOG, logs, set(), away(("annual", 1, 31))).rate is None
    months = owed_in(MONTHLY, MARCH, CALENDAR)
    assert kept(MONTHLY, months, set(), Absence(undated=3)) == Kept(1, 0, ("2026-03",))


@pytest.mark.req("S1-14")
def test_attendance_counts_sick_and_personal_leave_beyond_what_is_dated() -> None:
    """From Friday to Monday two working days are dated; half a day is no whole one."""
    assert away(("sick", 6, 9), attendance="4.5").undated == 2
    assert away(("personal", 6, 9), attendance="2").undated == 0
    assert away(("annual", 6, 9), attendance="2").undated == 2
    assert away(("sick", 6, 9), attendance="1").undated == 0
    days = away(("sick", 30, 31)).days
    assert days == {date(2026, 3, 30), date(2026, 3, 31)}
    spans = [
        LeaveSpan("sick", date(2026, 2, 20), date(2026, 3, 1)),
        LeaveSpan("sick", date(2026, 3, 31), date(2026, 4, 9)),
    ]
    found = Absence.of(spans, Decimal(0), MARCH, working_days_in(MARCH, CALENDAR))
    assert found.days == {date(2026, 3, 1), date(2026, 3, 31)}


@pytest.mark.req("S1-13")
def test_in_a_period_under_way_only_what_is_over_or_there_counts() -> None:
    logs = owed_in(LOG, MARCH, CALENDAR)
    assert [one.key for one in over_by(logs, date(2026, 3, 3), {"2026-03-05"})] == ["2026-03-02", "2026-03-05"]


RULES = RecordRules(backfill=Term(working_days=2))
COVER = Cover.of_day(date(2026, 3, 5))


def refused(day: int, hour: int) -> list[Refusal]:
    """At an hour of a day of March, in UTC: eight hours before Shanghai."""
    return list(out_of_time(RULES, COVER, CALENDAR, datetime(2026, 3, day, hour, tzinfo=UTC), "at"))


@pytest.mark.req("S1-12")
def test_a_record_is_accepted_from_its_day_until_the_end_of_its_term() -> None:
    words = {"label": "工作日志", "label_en": "daily log", "covers": "2026-03-05"}
    assert accepted_until(RULES, COVER, CALENDAR) == Due(date(2026, 3, 9))
    assert refused(4, 15) == [Refusal(Code.RECORD_TOO_EARLY, "at", {**words, "first": date(2026, 3, 5)})]
    assert refused(4, 16) == refused(9, 15) == []
    assert refused(9, 16) == [Refusal(Code.RECORD_TOO_LATE, "at", {**words, "until": "2026-03-10 00:00"})]


@pytest.mark.req("S1-12")
def test_what_comes_after_its_day_is_a_back_fill() -> None:
    assert not is_backfill(COVER, datetime(2026, 3, 5, 15, 59, tzinfo=UTC))
    assert is_backfill(COVER, datetime(2026, 3, 5, 16, tzinfo=UTC))


@pytest.mark.req("S1-13")
def test_required_records_may_come_until_the_last_of_their_terms() -> None:
    policy = load_policy(shipped_text("county-psb"))
    assert required_until(policy, QUARTER, CALENDAR) is None
    free = RecordRules(backfill=Term(working_days=30), required=False)
    records = Records(daily_log=RULES, monthly_record=free, annual_summary=free.model_copy(update={"required": True}))
    asked = policy.model_copy(update={"records": records})
    assert required_until(asked, QUARTER, CALENDAR) == Due(date(2026, 4, 2)).ends_at
    assert [kind for kind, _ in records.kinds()] == [LOG, MONTHLY, ANNUAL]

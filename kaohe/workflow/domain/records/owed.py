"""Which records are due (应记), which of them are there (已记), and the recording rate (记载率, S1-13, S1-14).

A record is due unless every working day that it covers is one of dated leave; a day off, or a month of leave, brings
none. Leave that is known by its number of days alone (考勤) lowers how many daily logs are due.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy.outcomes import LeaveKind
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.records.covers import covers_in
from kaohe.workflow.domain.value import value

_COUNTED_BY_ATTENDANCE = frozenset({str(LeaveKind.SICK), str(LeaveKind.PERSONAL)})


@dataclass(frozen=True, slots=True)
class Owed:
    """A record that is due of everybody: what it covers, its last day, and the working days in it."""

    key: str
    last: date
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class LeaveSpan:
    """Dated leave: its kind (`sick` …), the first and the last day."""

    kind: str
    starts: date
    ends: date


@dataclass(frozen=True)
class Absence:
    """When somebody was away in a period: the days of dated leave, and how many whole days of sick and personal leave
    attendance counts beyond those."""

    days: frozenset[date] = frozenset()
    undated: int = 0

    @classmethod
    def of(cls, spans: Iterable[LeaveSpan], attendance: Decimal, period: Period, working_days: Set[date]) -> "Absence":
        """The absence from dated leave and from the attendance's days of sick and personal leave, halves among them."""
        days, counted = set[date](), set[date]()
        for span in spans:
            within = _days(max(span.starts, period.start), min(span.ends, period.end))
            days |= within
            if span.kind in _COUNTED_BY_ATTENDANCE:
                counted |= within
        return cls(frozenset(days), max(0, int(attendance - len(counted & working_days))))


@value(frozen=True, slots=True)
class Kept:
    """How many records of a kind were due and are there, and the keys of those that are not. Where leave is known by
    its number of days alone, more keys are not there than are missing: nobody knows which days they were."""

    due: int
    recorded: int
    missing: tuple[str, ...] = ()

    @property
    def rate(self) -> Fraction | None:
        """The recording rate, 0 to 1; None where nothing was due."""
        return Fraction(self.recorded, self.due) if self.due else None


def owed_in(kind: RecordKind, period: Period, calendar: WorkCalendar) -> tuple[Owed, ...]:
    """What is due of a kind from everybody who was at work for the whole period, in order."""
    owed = []
    for cover in covers_in(kind, period):
        working = tuple(sorted(day for day in _days(cover.first, cover.last) if calendar.is_working_day(day)))
        if working:
            owed.append(Owed(cover.key, cover.last, working))
    return tuple(owed)


def working_days_in(period: Period, calendar: WorkCalendar) -> frozenset[date]:
    """The working days of a period."""
    return frozenset(day for day in _days(period.start, period.end) if calendar.is_working_day(day))


def kept(kind: RecordKind, owed: Sequence[Owed], recorded: Set[str], absence: Absence) -> Kept:
    """What one person owed and kept; `recorded` are the keys of his records of the kind."""
    away = absence.days
    due = [one.key for one in owed if not away.issuperset(one.days)] if away else [one.key for one in owed]
    missing = tuple([key for key in due if key not in recorded] if recorded else due)
    there = len(due) - len(missing)
    undated = absence.undated if kind is RecordKind.DAILY_LOG else 0
    return Kept(max(there, len(due) - undated), there, missing)


def over_by(owed: Iterable[Owed], today: date, recorded: Set[str]) -> list[Owed]:
    """Of what is due in a period under way: what is over, and what is there already."""
    return [one for one in owed if one.last < today or one.key in recorded]


def _days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=one) for one in range((last - first).days + 1)}

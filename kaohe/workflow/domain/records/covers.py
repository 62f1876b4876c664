"""What a record covers: a day, a month, the cycle's period or a year (S0-21, S0-22, S1-5, S1-7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Self

from kaohe.workflow.domain.periods import Period, PeriodKind
from kaohe.workflow.domain.policy.records import RecordKind

RECORD_LABELS: dict[RecordKind, tuple[str, str]] = {
    RecordKind.DAILY_LOG: ("工作日志", "daily log"),
    RecordKind.MONTHLY_RECORD: ("月纪实", "monthly record"),
    RecordKind.INVENTORY: ("工作绩效清单", "performance inventory"),
    RecordKind.ANNUAL_SUMMARY: ("年度工作总结", "annual summary"),
}

#: How a key is written, for whoever got it wrong.
KEY_FORMS: dict[RecordKind, str] = {
    RecordKind.DAILY_LOG: "2026-03-05",
    RecordKind.MONTHLY_RECORD: "2026-03",
    RecordKind.INVENTORY: "2026Q1",
    RecordKind.ANNUAL_SUMMARY: "2026",
}

_LENGTHS = {RecordKind.MONTHLY_RECORD: PeriodKind.MONTH, RecordKind.ANNUAL_SUMMARY: PeriodKind.YEAR}


@dataclass(frozen=True, slots=True)
class Cover:
    """What one record is about: its kind, its key (`2026-03-05`, `2026-03`, `2026Q1`, `2026`), its first and last day."""

    kind: RecordKind
    key: str
    first: date
    last: date

    @classmethod
    def parse(cls, kind: RecordKind, key: str) -> Self:
        """The cover of a key; ValueError where it is none of that kind. An inventory may be of any period here."""
        if kind is RecordKind.DAILY_LOG:
            return cls._of_day(key)
        period = Period.parse(key)
        if period.kind is not _LENGTHS.get(kind, period.kind):
            raise ValueError(f"a {kind} covers no {period.kind}: {key}")
        return cls.of_period(kind, period)

    @classmethod
    def of_period(cls, kind: RecordKind, period: Period) -> Self:
        """The cover of a whole period."""
        return cls(kind, period.key, period.start, period.end)

    @classmethod
    def of_day(cls, day: date) -> Self:
        """The cover of a daily log."""
        return cls(RecordKind.DAILY_LOG, day.isoformat(), day, day)

    @classmethod
    def _of_day(cls, key: str) -> Self:
        cover = cls.of_day(date.fromisoformat(key))
        if cover.key != key or cover.first.year < 1900:
            raise ValueError(f"not a day: {key!r}")
        return cover


def covers_in(kind: RecordKind, period: Period) -> list[Cover]:
    """What the records of a kind cover in a period, in order: every day, every month, the period itself; the year
    where it is the year's last period (S1-7), else nothing."""
    return list(_covers_in(kind, period))


@lru_cache(maxsize=200)
def _covers_in(kind: RecordKind, period: Period) -> tuple[Cover, ...]:
    """The same, made once: it is asked for each person, and is the same for all."""
    match kind:
        case RecordKind.DAILY_LOG:
            days = (period.end - period.start).days + 1
            return tuple(Cover.of_day(period.start + timedelta(days=one)) for one in range(days))
        case RecordKind.MONTHLY_RECORD:
            return tuple(Cover.of_period(kind, Period.parse(month)) for month in period.months)
        case RecordKind.INVENTORY:
            return (Cover.of_period(kind, period),)
        case RecordKind.ANNUAL_SUMMARY:
            year = Period(period.year, PeriodKind.YEAR)
            return (Cover.of_period(kind, year),) if year.end == period.end else ()

"""The working-day calendar (工作日历): official days off and make-up days, and when a count of days ends.

Source: requirements §3, "working days". Days are those of Asia/Shanghai; 24:00 of a day is 00:00 of the
next.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from typing import TypeAlias

import chinese_calendar

# China has kept one offset all year since 1991, so no time-zone database need be on the machine.
BUSINESS_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a term, and whether make-up days that are not published yet may still move it (暂定)."""

    last_day: date
    provisional: bool = False

    @property
    def ends_at(self) -> datetime:
        """24:00 of the last day, aware, in Asia/Shanghai."""
        return end_of_day(self.last_day)


Moment: TypeAlias = Due | date | datetime


def end_of_day(day: date) -> datetime:
    """24:00 of `day` in Asia/Shanghai."""
    return datetime.combine(day + _ONE_DAY, time(), BUSINESS_ZONE)


def minute_words(moment: datetime) -> str:
    """A moment as a clerk reads it: date and minute in Shanghai, "2026-04-08 00:00"."""
    return f"{moment.astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}"


def day_of(moment: Moment) -> date:
    """The business day to which a moment belongs; ValueError for a naive datetime.

    Midnight is 24:00 of the day that it ends, so that terms follow one another without losing or gaining a day.
    """
    if isinstance(moment, Due):
        return moment.last_day
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {moment.isoformat()}")
    return (moment.astimezone(BUSINESS_ZONE) - timedelta.resolution).date()


@dataclass(frozen=True, slots=True)
class _Year:
    """The days of a year that matter, as ordinals in order."""

    working: tuple[int, ...]
    unsettled: tuple[int, ...]


class WorkCalendar:
    """Working days of the official Chinese calendar, corrected by `overrides` (date → is it worked?).

    Of the `published_years` the overrides hold all days that differ from Monday to Friday: the installed data is not
    asked about them. Any other year without official data counts Monday to Friday, provisionally, until a date has an
    override of its own.
    """

    def __init__(
        self, overrides: Mapping[date, bool] | None = None, published_years: frozenset[int] = frozenset()
    ) -> None:
        self._overrides = dict(overrides or {})
        self._published_years = published_years
        self._years: dict[int, _Year] = {}

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked."""
        override = self._overrides.get(day)
        if override is not None:
            return override
        return day.weekday() < 5 if day.year in self._published_years else _usually_worked(day)

    def is_provisional(self, day: date) -> bool:
        """Whether nobody has settled yet if `day` is worked."""
        known = day.year in official_years() or day.year in self._published_years
        return not known and day not in self._overrides

    def add_working_days(self, event: date, count: int) -> Due:
        """The `count`-th working day after `event`, which itself never counts; 0 is the day of the event."""
        if count < 0:
            raise ValueError(f"a term is never negative: {count}")
        if count == 0:
            return Due(event)
        year, index = event.year, bisect_right(self._year(event.year).working, event.toordinal()) + count - 1
        while index >= len(working := self._year(year).working):
            index -= len(working)
            year += 1
        return self._due(event, date.fromordinal(working[index]))

    def subtract_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day before `day`; 0 is the day itself."""
        if count < 0:
            raise ValueError(f"a term is never negative: {count}")
        if count == 0:
            return day
        year, index = day.year, bisect_left(self._year(day.year).working, day.toordinal()) - count
        while index < 0:
            year -= 1
            index += len(self._year(year).working)
        return date.fromordinal(self._year(year).working[index])

    def count_working_days(self, first: date, last: date) -> int:
        """How many working days lie from `first` to `last`, both included."""
        return sum(
            bisect_right(days, last.toordinal()) - bisect_left(days, first.toordinal())
            for days in (self._year(year).working for year in range(first.year, last.year + 1))
        )

    def roll(self, day: date) -> Due:
        """The first working day from `day` on, `day` included."""
        return self.add_working_days(day - _ONE_DAY, 1)

    def _due(self, event: date, last_day: date) -> Due:
        """A term from `event` to `last_day`: provisional where a day after the event is unsettled."""
        first, last = event.toordinal(), last_day.toordinal()
        unsettled = any(
            bisect_right(days, first) < bisect_right(days, last)
            for days in (self._year(year).unsettled for year in range(event.year, last_day.year + 1))
        )
        return Due(last_day, unsettled)

    def _year(self, year: int) -> _Year:
        if year not in self._years:
            days = _days_of(year)
            self._years[year] = _Year(
                working=tuple(day.toordinal() for day in days if self.is_working_day(day)),
                unsettled=tuple(day.toordinal() for day in days if self.is_provisional(day)),
            )
        return self._years[year]


@cache
def official_years() -> frozenset[int]:
    """The years whose make-up days the State Council has published, as far as the installed data goes."""
    return frozenset(day.year for day in chinese_calendar.holidays)


def _usually_worked(day: date) -> bool:
    return day in chinese_calendar.workdays or (day.weekday() < 5 and day not in chinese_calendar.holidays)


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=offset) for offset in range((date(year, 12, 31) - first).days + 1)]

"""Terms (期限): how long something may take, and when it ends.

Source: requirements §3, "working days". Every moment handed in or out is aware; days are those of
Asia/Shanghai, and midnight is 24:00 of the day that it ends (see `calendar.day_of`).
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from kaohe.workflow.domain.calendar import (
    BUSINESS_ZONE,
    Due,
    Moment,
    WorkCalendar,
    day_of,
    end_of_day,
)
from kaohe.workflow.domain.pauses import Pause, after_pauses

# Ten years: a larger number in a policy is a slip of the pen, and would run past the last date there is.
Length = Annotated[int, Field(ge=0, le=3660)]

# A reminder comes when people begin work, on the day of its mark.
_REMINDER_TIME = time(9, tzinfo=BUSINESS_ZONE)


class Term(BaseModel):
    """A length of time in exactly one unit: working days (工作日), calendar days (自然日) or calendar months (月)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    working_days: Length | None = None
    calendar_days: Length | None = None
    calendar_months: Length | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if sum(length is not None for length in (self.working_days, self.calendar_days, self.calendar_months)) != 1:
            raise PydanticCustomError(
                "term_unit",
                "give exactly one of working_days, calendar_days, calendar_months (工作日、自然日、月三者择一)",
            )
        return self


class DayOfMonth(BaseModel):
    """A fixed date: day `day` of the `months_after`-th month after the period's last month (S3-31); a day the month
    does not have becomes its last one."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    months_after: Annotated[int, Field(ge=0, le=120)]
    day: Annotated[int, Field(ge=1, le=31)]


def end_of(term: Term, event: Moment, calendar: WorkCalendar, pauses: Iterable[Pause] = ()) -> Due:
    """The last day of a term that starts with `event`; counting begins on the day after it.

    Working days never roll. Calendar days, and months (same day number, or the month's last day), that end on a day
    off roll to the next working day. A term of 0 ends with the event's own day. After a provisional due it is so too.
    While the cycle is suspended it does not run (see `pauses.after_pauses`).
    """
    start = day_of(event)
    if term.working_days is not None:
        due = calendar.add_working_days(start, term.working_days)
    else:
        end = _calendar_end(term, start, 1)
        due = Due(start) if end == start else calendar.roll(end)
    moment = event if isinstance(event, datetime) else end_of_day(start)
    due = after_pauses(due, moment, pauses, calendar)
    return Due(due.last_day, due.provisional or (isinstance(event, Due) and event.provisional))


def before(term: Term, due: Moment, calendar: WorkCalendar) -> datetime:
    """The reminder mark a term ahead of the last day (T−3 working days …): 09:00 Asia/Shanghai of that day."""
    last_day = day_of(due)
    if term.working_days is not None:
        mark = calendar.subtract_working_days(last_day, term.working_days)
    else:
        mark = _calendar_end(term, last_day, -1)
    return datetime.combine(mark, _REMINDER_TIME)


def fixed_day(day_of_month: DayOfMonth, period_end: date) -> Due:
    """The policy's fixed date for a period that ends on `period_end` (S3-31). A date, not a term: it never rolls."""
    return Due(_same_day(period_end, day_of_month.months_after, day_of_month.day))


def _calendar_end(term: Term, start: date, direction: int) -> date:
    """A calendar term on from `start` (direction 1) or back (−1), without rolling."""
    if term.calendar_days is not None:
        return start + direction * timedelta(days=term.calendar_days)
    return _same_day(start, direction * (term.calendar_months or 0), start.day)


def _same_day(start: date, months: int, day: int) -> date:
    """Day `day` of the month `months` after that of `start`, or that month's last day."""
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month0 + 1, min(day, monthrange(year, month0 + 1)[1]))

"""What all people of a cycle share."""

from dataclasses import dataclass
from typing import Self

from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.periods import Period


@dataclass(frozen=True, slots=True)
class CycleFrame:
    """The assessed period, the keys of its months and its working days; worked out once for all people."""

    period: Period
    months: tuple[str, ...]
    working_days: int

    @classmethod
    def of(cls, period: Period, calendar: WorkCalendar) -> Self:
        """The frame of a period by a body's calendar."""
        return cls(period, period.months, calendar.count_working_days(period.start, period.end))

"""Pauses (中止): while a cycle is suspended no term runs. What was left of it is left after the resumption.

A pause touches whole days: the day of the suspension and the day of the resumption count as paused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kaohe.workflow.domain.calendar import BUSINESS_ZONE, Due, WorkCalendar, day_of

_MIDNIGHT = time(tzinfo=BUSINESS_ZONE)


@dataclass(frozen=True, slots=True)
class Pause:
    """One suspension, from `since` until the resumption at `until` (aware); ValueError where it ends first."""

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError(f"resumed before it was suspended: {self.until} < {self.since}")


def after_pauses(due: Due, event: datetime, pauses: Iterable[Pause], calendar: WorkCalendar) -> Due:
    """Where a term from `event` to `due` ends once these pauses are over, however they are ordered.

    One that was over before the event, or began when the term was, changes nothing. Any other leaves as many working
    days after the day of resumption as it found, the day of the suspension included: of a term of working days, those
    that a pause touches do not count. The due never comes earlier, nor before the day of the resumption.
    """
    counted = day_of(event)  # until the end of this day nothing is left to be moved
    for pause in sorted(pauses, key=lambda one: one.since):
        if pause.until > event and due.ends_at > pause.since:
            first = max(pause.since.astimezone(BUSINESS_ZONE).date(), counted + timedelta(days=1))
            left = calendar.count_working_days(first, due.last_day)
            counted = day_of(pause.until)
            moved = calendar.add_working_days(counted, left)
            due = Due(max(due.last_day, moved.last_day), due.provisional or moved.provisional)
    return due


def word_after_pauses(until: datetime, given: datetime, pauses: Iterable[Pause], calendar: WorkCalendar) -> datetime:
    """Where a moment that somebody named at `given` goes, by the same rule (延期至某日某时). It keeps its hour,
    or lasts to the end of its day where that hour is over with the pause."""
    event, hour = given, until.astimezone(BUSINESS_ZONE).timetz()
    for pause in sorted(pauses, key=lambda one: one.since):
        if pause.until > event and until > pause.since:
            last_day = after_pauses(Due(day_of(until)), event, [pause], calendar).last_day
            named = datetime.combine(last_day, hour)
            until = named if hour != _MIDNIGHT and named > pause.until else Due(last_day).ends_at
            event = pause.until
    return until

"""How late something is (逾期多久)."""

from datetime import datetime, timedelta

from kaohe.workflow.domain.calendar import WorkCalendar, day_of


def working_days_late(due_at: datetime, now: datetime, calendar: WorkCalendar) -> int:
    """Working days begun since the day that the term ended, today included; 0 while only days off have passed.

    Both moments are aware; midnight is 24:00 of the day that it ends.
    """
    first, today = day_of(due_at) + timedelta(days=1), day_of(now)
    return calendar.count_working_days(first, today) if first <= today else 0

"""The official calendar (官方工作日历): a year's days imported by the operator, and the dates that follow a change."""

from kaohe.workflow.calendar.import_year import CalendarReport, import_calendar
from kaohe.workflow.calendar.known_years import KnownYear, known_years
from kaohe.workflow.calendar.redate import redate_cycles

__all__ = ["CalendarReport", "KnownYear", "import_calendar", "known_years", "redate_cycles"]

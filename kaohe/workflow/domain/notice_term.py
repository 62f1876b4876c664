"""How long a notice stands, and how long one may object to what it says (公示期、异议期, S3-37, S3-38)."""

from datetime import datetime

from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.pauses import word_after_pauses
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.stage_plan import Course, PlannedStage
from kaohe.workflow.domain.terms import end_of


def publicity_end(policy: Policy, published_at: datetime, course: Course, calendar: WorkCalendar) -> PlannedStage:
    """When a notice's publicity ends. An extension holds for the notices that are out when it is given: none ends
    before the new date."""
    closes = end_of(policy.publicity.term, published_at, calendar, course.pauses)
    closes_at = _extended(closes.ends_at, "publicity", published_at, course, calendar)
    return PlannedStage(closes_at, closes.provisional)


def objecting_end(
    policy: Policy, published_at: datetime, closing: PlannedStage, course: Course, calendar: WorkCalendar
) -> PlannedStage:
    """When the time to object to a notice ends, counted from the end of its publicity; with it where the scheme has no
    objections. A longer publicity moves it too."""
    if not policy.stages.appeal.present:
        return closing
    until = end_of(policy.appeal.window, closing.due_at, calendar, course.pauses)
    until_at = _extended(until.ends_at, "appeal", published_at, course, calendar)
    return PlannedStage(until_at, closing.provisional or until.provisional)


def _extended(end: datetime, stage: str, published_at: datetime, course: Course, calendar: WorkCalendar) -> datetime:
    for one in course.extensions:
        if one.stage == stage and published_at <= one.at < end:
            end = max(end, word_after_pauses(one.until, one.at, course.pauses, calendar))
    return end

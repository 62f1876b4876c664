"""The planned dates of a cycle's stages (各环节期限), from what the policy says and what has happened to the cycle.

Source: requirements §3, "late stage". A pure function of its inputs: the same course of events with another calendar
gives the dates as they are with that calendar.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kaohe.workflow.domain.calendar import Due, WorkCalendar
from kaohe.workflow.domain.pauses import Pause, after_pauses, word_after_pauses
from kaohe.workflow.domain.terms import DayOfMonth, Term, end_of, fixed_day


@dataclass(frozen=True, slots=True)
class StageTerms:
    """What a policy says of one stage that its scheme has: its fixed date, if any, and its least time after entry."""

    stage: str
    fixed: DayOfMonth | None
    minimum: Term


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """When a stage is due (aware), and whether make-up days that are not published yet may still move it (暂定)."""

    due_at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class Extension:
    """The office's word, given at `at`, that a stage runs until `until` (延期)."""

    stage: str
    until: datetime
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What has happened to a cycle as far as its dates go: facts that no calendar changes.

    `entered`: when the cycle came to each stage, its last case having left the one before. `told`: for each stage that
    somebody has reached, the cycle's last entry before that: he was told the date as it was planned then.
    """

    opened_at: datetime
    entered: Mapping[str, datetime] = field(default_factory=dict)
    told: Mapping[str, datetime] = field(default_factory=dict)
    pauses: Sequence[Pause] = ()
    extensions: Sequence[Extension] = ()


def stage_due(
    fixed: Due | None, entered: datetime, minimum: Term, calendar: WorkCalendar, pauses: Sequence[Pause] = ()
) -> Due:
    """The later of the fixed date and entry + minimum, so that an earlier delay or an outage eats nobody's time.

    Provisional wherever the minimum's end is, even if the fixed date is later now: it may be overtaken.
    """
    earliest = end_of(minimum, entered, calendar, pauses)
    if fixed is None:
        return earliest
    return Due(max(fixed.last_day, earliest.last_day), fixed.provisional or earliest.provisional)


def plan_stages(
    stages: Sequence[StageTerms], period_end: date, course: Course, calendar: WorkCalendar
) -> dict[str, PlannedStage]:
    """The due moment of each stage, in the order given: publicity and appeal with their own terms as minimum.

    A stage counts from the moment that the cycle entered it; one still to come, from the due moment of the one before,
    so it is never due earlier. What somebody in the stage was told before the cycle came to it stands where it is
    later. An extension replaces a due moment if it is later, and what follows moves with it. Pauses shift whatever
    they interrupt, a fixed date too.
    """
    moments = sorted({course.opened_at, *course.entered.values()})
    plans = {moment: _as_of(moment, stages, period_end, course, calendar) for moment in moments}
    result = {}
    for terms in stages:
        told = course.told.get(terms.stage, moments[-1])
        valid = [plans[moment][terms.stage] for moment in moments if moment >= min(told, moments[-1])]
        result[terms.stage] = PlannedStage(
            due_at=max(one.due_at for one in valid), provisional=any(one.provisional for one in valid)
        )
    return result


def extended_until(
    due_at: datetime, stage: str, extensions: Iterable[Extension], pauses: Sequence[Pause], calendar: WorkCalendar
) -> datetime:
    """The due moment of a stage with its extensions, each where the pauses after it have moved it."""
    words = (one for one in extensions if one.stage == stage)
    return max([due_at, *(word_after_pauses(one.until, one.at, pauses, calendar) for one in words)])


def _as_of(
    moment: datetime, stages: Iterable[StageTerms], period_end: date, course: Course, calendar: WorkCalendar
) -> dict[str, PlannedStage]:
    """The plan by the entries up to `moment`."""
    plan: dict[str, PlannedStage] = {}
    previous = PlannedStage(course.opened_at, provisional=False)
    for terms in stages:
        known = course.entered.get(terms.stage)
        if known is not None and known > moment:
            known = None
        fixed = _fixed(terms, period_end, course, calendar)
        due = stage_due(fixed, known or previous.due_at, terms.minimum, calendar, course.pauses)
        previous = PlannedStage(
            due_at=extended_until(due.ends_at, terms.stage, course.extensions, course.pauses, calendar),
            provisional=due.provisional or (known is None and previous.provisional),
        )
        plan[terms.stage] = previous
    return plan


def _fixed(terms: StageTerms, period_end: date, course: Course, calendar: WorkCalendar) -> Due | None:
    """The stage's fixed date; a cycle that is suspended before it has it later."""
    if terms.fixed is None:
        return None
    return after_pauses(fixed_day(terms.fixed, period_end), course.opened_at, course.pauses, calendar)

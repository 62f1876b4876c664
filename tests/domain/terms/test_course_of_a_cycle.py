"""A cycle's dates through any course of events: entries, extensions, pauses, as they come."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.calendar import BUSINESS_ZONE, WorkCalendar, day_of, end_of_day
from kaohe.workflow.domain.notice_term import objecting_end, publicity_end
from kaohe.workflow.domain.pauses import Pause
from kaohe.workflow.domain.policy import Policy, load_policy
from kaohe.workflow.domain.stage_plan import Course, Extension, StageTerms, plan_stages
from kaohe.workflow.domain.terms import DayOfMonth, Term

CALENDAR = WorkCalendar()
QUARTER_END = date(2026, 3, 31)
OPENED = datetime(2026, 4, 1, 9, tzinfo=BUSINESS_ZONE)
STAGES = (
    StageTerms("self_summary", DayOfMonth(months_after=1, day=5), Term(working_days=3)),
    StageTerms("aggregation", None, Term(working_days=2)),
    StageTerms("review", DayOfMonth(months_after=1, day=20), Term(working_days=3)),
    StageTerms("decision", None, Term(calendar_days=10)),
    StageTerms("feedback", None, Term(working_days=10)),
)
NAMES = [terms.stage for terms in STAGES]


def at(day: int, hour: int = 12, month: int = 4) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BUSINESS_ZONE)


def dues(course: Course, calendar: WorkCalendar = CALENDAR) -> dict[str, datetime]:
    return {stage: one.due_at for stage, one in plan_stages(STAGES, QUARTER_END, course, calendar).items()}


def last(*days: int) -> list[datetime]:
    return [end_of_day(date(2026, 4, day)) for day in days]


@pytest.mark.req("S3-31")
def test_a_pause_moves_fixed_dates_and_stages_still_to_come() -> None:
    """Suspended on Thursday the 2nd, resumed on Thursday the 9th: the 2nd, 3rd, 7th, 8th and 9th do not count (the 6th
    is Qingming's day off)."""
    before = dues(Course(OPENED))
    paused = dues(Course(OPENED, pauses=[Pause(at(2), at(9))]))
    assert [before["self_summary"], before["review"]] == last(7, 20)
    assert [paused["self_summary"], paused["review"]] == last(14, 27)
    assert all(paused[stage] > before[stage] for stage in NAMES)


@pytest.mark.req("S3-31")
def test_a_stage_entered_after_a_pause_keeps_it() -> None:
    """What was planned with the pause is not forgotten when the cycle moves on."""
    course = Course(OPENED, pauses=[Pause(at(2), at(9))])
    moved_on = replace(course, entered={"self_summary": OPENED, "aggregation": at(13)}, told={"aggregation": OPENED})
    assert dues(moved_on)["review"] == dues(course)["review"] == last(27)[0]


@pytest.mark.req("S3-31")
def test_a_pause_after_an_extension_moves_the_extended_date_and_one_before_it_does_not() -> None:
    pause = Pause(at(14), at(20))
    until = end_of_day(date(2026, 4, 17))
    said_before = Extension("self_summary", until, at(8))
    said_after = replace(said_before, at=at(20), until=end_of_day(date(2026, 5, 8)))
    assert dues(Course(OPENED, pauses=[pause], extensions=[said_before]))["self_summary"] == last(24)[0]
    assert dues(Course(OPENED, pauses=[pause], extensions=[said_after]))["self_summary"] == said_after.until


@pytest.mark.req("S3-31")
def test_an_extended_date_stays_with_another_calendar_unless_the_computed_one_is_later() -> None:
    extended = Course(OPENED, extensions=[Extension("self_summary", at(9, 18), at(2))])
    off = {date(2026, 4, day): False for day in (7, 8, 9, 10)}
    assert dues(extended)["self_summary"] == at(9, 18)
    assert dues(extended, WorkCalendar({date(2026, 4, 4): True}))["self_summary"] == at(9, 18)
    assert dues(extended, WorkCalendar(off))["self_summary"] == last(13)[0]


@st.composite
def courses(draw: st.DrawFn) -> list[tuple[Course, frozenset[str]]]:
    """The course of a cycle after each event, and the stages that somebody had reached by then.

    As a cycle lives: a stage is reached by somebody before the cycle enters it, an extension is later than the date it
    moves, nothing happens while it is suspended.
    """
    now = OPENED
    course = Course(OPENED, {NAMES[0]: OPENED}, {NAMES[0]: OPENED})
    furthest, states = 0, [(course, frozenset(NAMES[:1]))]
    for _ in range(draw(st.integers(1, 9))):
        now += draw(st.timedeltas(timedelta(minutes=1), timedelta(days=9)))
        event = draw(st.sampled_from(["reach", "enter", "extend", "pause"]))
        entered = len(course.entered)
        if event == "reach":
            furthest = min(furthest + 1, len(NAMES) - 1)
        elif event == "enter" and entered < len(NAMES):
            furthest = max(furthest, entered)
            told = {stage: max(course.entered.values()) for stage in NAMES[: furthest + 1]} | dict(course.told)
            course = replace(course, entered={**course.entered, NAMES[entered]: now}, told=told)
        elif event == "extend":
            stage = draw(st.sampled_from(NAMES[entered - 1 :]))
            until = max(dues(course)[stage], now) + draw(st.timedeltas(timedelta(hours=1), timedelta(days=12)))
            told = {one: max(course.entered.values()) for one in NAMES[: furthest + 1]} | dict(course.told)
            word = Extension(stage, until, now)
            course = replace(course, extensions=[*course.extensions, word], told=told)
        elif event == "pause":
            until = now + draw(st.timedeltas(timedelta(hours=1), timedelta(days=20)))
            course, now = replace(course, pauses=[*course.pauses, Pause(now, until)]), until
        states.append((course, frozenset(NAMES[: furthest + 1])))
    return states


@pytest.mark.req("S3-31", "§3")
@given(courses())
def test_a_stage_is_never_due_earlier_than_told_once_somebody_has_reached_it(
    states: list[tuple[Course, frozenset[str]]],
) -> None:
    for (before, reached), (after, _) in pairwise(states):
        was, becomes = dues(before), dues(after)
        assert [stage for stage in reached if becomes[stage] < was[stage]] == []


@pytest.mark.req("S3-31")
@given(courses())
def test_no_date_falls_within_a_pause(states: list[tuple[Course, frozenset[str]]]) -> None:
    course, _ = states[-1]
    for due_at in dues(course).values():
        assert not any(pause.since < due_at < pause.until for pause in course.pauses)


@pytest.mark.req("Cross-6")
@given(courses(), st.dictionaries(st.dates(date(2026, 4, 1), date(2026, 9, 30)), st.booleans(), max_size=12))
def test_another_calendar_and_back_again_changes_nothing(
    states: list[tuple[Course, frozenset[str]]], overrides: dict[date, bool]
) -> None:
    """The plan is a function of what happened: a calendar that is put right leaves no trace, and days off more never
    make a date come earlier."""
    course, _ = states[-1]
    assert dues(course, WorkCalendar({day: CALENDAR.is_working_day(day) for day in overrides})) == dues(course)
    rest = WorkCalendar({day: False for day in overrides if CALENDAR.is_working_day(day)})
    unpaused = replace(course, pauses=[])
    assert all(dues(unpaused, rest)[stage] >= due_at for stage, due_at in dues(unpaused).items())


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(shipped_text("county-psb"))


@pytest.mark.req("S3-37", "S3-38")
def test_a_notice_counts_from_its_publication_with_what_befell_it_since(policy: Policy) -> None:
    def ends(course: Course) -> tuple[date, date]:
        closing = publicity_end(policy, at(8), course, CALENDAR)
        objecting = objecting_end(policy, at(8), closing, course, CALENDAR)
        return day_of(closing.due_at), day_of(objecting.due_at)

    april = [date(2026, 4, day) for day in range(1, 31)]
    assert ends(Course(OPENED)) == (april[14], april[21])
    assert ends(Course(OPENED, pauses=[Pause(at(13), at(14))])) == (april[16], april[23])
    longer = Extension("publicity", end_of_day(april[16]), at(10))
    assert ends(Course(OPENED, extensions=[longer])) == (april[16], april[23])
    assert ends(Course(OPENED, extensions=[replace(longer, at=at(7))])) == (april[14], april[21])  # not out yet
    assert ends(Course(OPENED, extensions=[replace(longer, at=at(16))])) == (april[14], april[21])  # over
    objecting = Extension("appeal", end_of_day(april[27]), at(20))
    assert ends(Course(OPENED, extensions=[objecting])) == (april[14], april[27])

"""The planned dates of a cycle's stages (requirements §3, "late stage")."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.calendar import BUSINESS_ZONE, Due, WorkCalendar, end_of_day
from kaohe.workflow.domain.stage_plan import Course, Extension, StageTerms, plan_stages, stage_due
from kaohe.workflow.domain.terms import DayOfMonth, Term, end_of, fixed_day

CALENDAR = WorkCalendar()
QUARTER_END = date(2026, 3, 31)
OPENED = datetime(2026, 4, 1, 9, tzinfo=BUSINESS_ZONE)
STAGES = (
    StageTerms("self_summary", None, Term(working_days=3)),
    StageTerms("review", DayOfMonth(months_after=1, day=10), Term(working_days=3)),
    StageTerms("publicity", None, Term(working_days=5)),
    StageTerms("appeal", None, Term(working_days=5)),
)


def at(day: int, hour: int = 12, month: int = 4) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BUSINESS_ZONE)


def course(
    entered: dict[str, datetime] | None = None,
    extensions: dict[str, datetime] | None = None,
    told: dict[str, datetime] | None = None,
) -> Course:
    words = [Extension(stage, until, OPENED) for stage, until in (extensions or {}).items()]
    return Course(OPENED, entered or {}, told or {}, extensions=words)


def days_planned(
    entered: dict[str, datetime] | None = None,
    extensions: dict[str, datetime] | None = None,
    told: dict[str, datetime] | None = None,
) -> list[datetime]:
    plan = plan_stages(STAGES, QUARTER_END, course(entered, extensions, told), CALENDAR)
    assert list(plan) == [terms.stage for terms in STAGES]
    return [stage.due_at for stage in plan.values()]


def ends(*days: int) -> list[datetime]:
    return [end_of_day(date(2026, 4, day)) for day in days]


@pytest.mark.req("S3-31")
def test_stages_follow_one_another_from_the_opening() -> None:
    assert days_planned() == ends(7, 10, 17, 24)


@pytest.mark.req("S3-31", "§3")
def test_a_late_stage_still_has_its_least_time() -> None:
    assert days_planned({"review": at(14)}) == [*ends(7, 17, 24), end_of_day(date(2026, 5, 6))]


@pytest.mark.req("S3-31")
def test_a_stage_entered_early_keeps_the_fixed_date_and_counts_its_own_term_from_entry() -> None:
    assert days_planned({"review": at(2), "publicity": at(8)}) == ends(7, 10, 15, 22)


@pytest.mark.req("S3-31", "§3")
def test_what_somebody_was_told_stands_though_the_cycle_came_early() -> None:
    early = {"review": at(2), "publicity": at(8)}
    assert days_planned(early, told={"publicity": OPENED}) == ends(7, 10, 17, 22)
    assert days_planned(early, told={"publicity": at(2), "appeal": at(2)}) == ends(7, 10, 17, 24)
    assert days_planned(early, told={"publicity": at(8)}) == ends(7, 10, 15, 22)


@pytest.mark.req("S3-31")
def test_an_extension_moves_its_stage_and_what_follows() -> None:
    assert days_planned(extensions={"self_summary": end_of_day(date(2026, 4, 13))}) == ends(13, 16, 23, 30)


@pytest.mark.req("S3-31")
def test_an_extension_never_shortens() -> None:
    assert days_planned(extensions={"review": at(2), "appeal": at(23)}) == days_planned()


@pytest.mark.req("S3-31", "§3")
def test_the_stage_due_is_the_later_of_fixed_date_and_entry_plus_minimum() -> None:
    fixed, minimum = Due(date(2026, 4, 10)), Term(working_days=3)
    assert stage_due(fixed, at(2), minimum, CALENDAR) == fixed
    assert stage_due(fixed, at(9), minimum, CALENDAR) == Due(date(2026, 4, 14))
    assert stage_due(None, at(2), minimum, CALENDAR) == Due(date(2026, 4, 8))


@pytest.mark.req("S3-31", "§3")
def test_what_hangs_on_a_provisional_date_is_provisional() -> None:
    stages = (
        StageTerms("self_summary", DayOfMonth(months_after=9, day=20), Term(working_days=3)),
        StageTerms("review", DayOfMonth(months_after=120, day=1), Term(working_days=0)),
        StageTerms("decision", None, Term(working_days=0)),
    )
    opened = datetime(2026, 12, 30, 9, tzinfo=BUSINESS_ZONE)
    plan = plan_stages(stages, date(2026, 12, 31), Course(opened), CALENDAR)
    assert [stage.provisional for stage in plan.values()] == [True, True, True]
    entered = {"decision": datetime(2026, 12, 31, 9, tzinfo=BUSINESS_ZONE)}
    settled = plan_stages(stages, date(2026, 12, 31), Course(opened, entered), CALENDAR)
    assert [stage.provisional for stage in settled.values()] == [True, True, False]


moments = st.datetimes(datetime(2026, 4, 1), datetime(2026, 7, 31)).map(lambda one: one.replace(tzinfo=BUSINESS_ZONE))
by_stage = st.dictionaries(st.sampled_from([terms.stage for terms in STAGES]), moments)


@pytest.mark.req("S3-31", "§3")
@given(by_stage, by_stage)
def test_nobody_has_less_than_the_rules_grant(entered: dict[str, datetime], extensions: dict[str, datetime]) -> None:
    plan = plan_stages(STAGES, QUARTER_END, course(entered, extensions), CALENDAR)
    begins = OPENED
    for terms in STAGES:
        begins = entered.get(terms.stage, begins)
        due_at = plan[terms.stage].due_at
        assert due_at >= begins
        assert due_at >= end_of(terms.minimum, begins, CALENDAR).ends_at
        assert terms.fixed is None or due_at >= fixed_day(terms.fixed, QUARTER_END).ends_at
        assert terms.stage not in extensions or due_at >= extensions[terms.stage]
        begins = due_at


@pytest.mark.req("S3-31")
@given(by_stage)
def test_stages_still_to_come_are_never_due_before_the_one_before(extensions: dict[str, datetime]) -> None:
    planned = days_planned(extensions=extensions)
    assert planned == sorted(planned)

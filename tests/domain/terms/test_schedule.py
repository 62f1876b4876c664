"""A stage's deadlines from its rules, and those of an objection."""

from datetime import date, datetime, timedelta

import pytest
from support.snapshots import POLICY, situation

from kaohe.workflow.domain.calendar import BUSINESS_ZONE, end_of_day
from kaohe.workflow.domain.changes import DeadlineSpec
from kaohe.workflow.domain.plans.schedule import deadlines, hearing_deadlines

FRIDAY = end_of_day(date(2026, 4, 10))


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 4, day, hour, tzinfo=BUSINESS_ZONE)


def short(specs: list[DeadlineSpec]) -> list[tuple[str, int, datetime]]:
    return [(one.kind, one.mark, one.due_at) for one in specs]


@pytest.mark.req("S3-31")
def test_reminders_come_before_the_end_and_levels_after() -> None:
    specs = deadlines("review", FRIDAY, at(1), 2, situation())
    assert short(specs) == [
        ("remind", 1, at(7)),
        ("remind", 2, at(9)),
        ("expire", 0, FRIDAY),
        ("escalate", 1, end_of_day(date(2026, 4, 13))),
        ("escalate", 2, end_of_day(date(2026, 4, 15))),
    ]
    assert {(one.stage, one.entry_no, one.step) for one in specs} == {("review", 2, 0)}


@pytest.mark.req("S3-31")
def test_marks_that_have_passed_are_left_out() -> None:
    kinds = [(one.kind, one.mark) for one in deadlines("review", FRIDAY, at(8), 2, situation())]
    assert kinds == [("remind", 2), ("expire", 0), ("escalate", 1), ("escalate", 2)]


@pytest.mark.req("S3-31")
def test_without_levels_the_office_is_told_after_one_working_day() -> None:
    review = POLICY.stages.review.model_copy(update={"escalations": ()})
    stages = POLICY.stages.model_copy(update={"review": review})
    here = situation(policy=POLICY.model_copy(update={"stages": stages}))
    assert short(deadlines("review", FRIDAY, at(9, 10), 2, here)) == [
        ("expire", 0, FRIDAY),
        ("escalate", 1, end_of_day(date(2026, 4, 13))),
    ]


@pytest.mark.req("S3-38")
@pytest.mark.parametrize("step", [0, 1])
def test_whoever_hears_an_objection_is_reminded_one_working_day_ahead(step: int) -> None:
    specs = hearing_deadlines(FRIDAY, at(8), 3, step, situation())
    assert short(specs) == [("remind", 1, at(9)), ("expire", 0, FRIDAY)]
    assert {(one.stage, one.entry_no, one.step) for one in specs} == {("appeal", 3, step)}
    assert short(hearing_deadlines(FRIDAY, at(9) + timedelta(minutes=1), 3, step, situation())) == [
        ("expire", 0, FRIDAY)
    ]

"""Which term a case has in a stage that it enters: the cycle's, or one of its own; and whose desk it comes to."""

from datetime import datetime
from typing import Any

import pytest
from support.moves import at
from support.snapshots import ACTORS, KEYS, NOW, OTHER_PERSON, PERSON, POLICY, UNIT, situation, snapshot

from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.plans.entry import enter, rekey, review_holder
from kaohe.workflow.domain.plans.schedule import deadlines, hearing_deadlines, is_present
from kaohe.workflow.domain.snapshots import AssessmentSnapshot

COMMAND = Command("open", ACTORS["system"], NOW)


def case(state: str = "review", **changes: Any) -> AssessmentSnapshot:
    given = snapshot(Subject.ASSESSMENT, state, **changes)
    assert isinstance(given, AssessmentSnapshot)
    return given


def entered(stage: Stage, due: datetime | None, cycle_state: str = "self_summary", **changes: Any) -> Changes:
    where = situation(cycle_state=cycle_state, due={stage: due} if due else {})
    return enter(case(**changes), stage, COMMAND, where)


def term(changes: Changes) -> tuple[datetime, bool]:
    """The due moment, and whether it is the case's own."""
    return changes.fields["due_at"], changes.deadlines != []


@pytest.mark.req("S3-31")
def test_who_comes_with_the_cycle_shares_its_term() -> None:
    assert term(entered(Stage.REVIEW, at(15))) == (at(15), False)
    assert term(entered(Stage.REVIEW, NOW)) == (NOW, False)
    assert term(entered(Stage.REVIEW, at(13), cycle_state="review")) == (at(13), False)


@pytest.mark.req("S3-31")
@pytest.mark.parametrize(
    ("cycle_state", "due", "changes"),
    [
        ("decision", at(15), {}),  # the cycle has gone on
        ("self_summary", at(15), {"round": 2}),
        ("self_summary", at(15), {"returned": True}),
    ],
)
def test_who_is_late_returned_or_in_a_later_round_has_a_term_of_his_own(
    cycle_state: str, due: datetime, changes: dict[str, Any]
) -> None:
    assert term(entered(Stage.REVIEW, due, cycle_state, **changes)) == (due, True)


@pytest.mark.req("S3-31")
def test_a_term_of_ones_own_is_the_least_time_at_least() -> None:
    """Three working days for a review: Thursday, Friday, Monday."""
    assert term(entered(Stage.REVIEW, at(12), "review")) == (at(13), True)
    assert term(entered(Stage.REVIEW, at(7, hour=0), "self_summary")) == (at(13), True)
    assert term(entered(Stage.REVIEW, None)) == (at(13), False)


@pytest.mark.req("S3-37")
def test_in_publicity_and_appeal_the_notice_has_the_deadline() -> None:
    for stage in (Stage.PUBLICITY, Stage.APPEAL):
        assert term(entered(stage, at(15), round=2)) == (at(15), False)
        assert term(entered(stage, at(1), round=2)) == (NOW, False)


def test_a_stage_without_a_term_brings_neither_task_nor_due_moment() -> None:
    for stage in (Stage.ARCHIVED, Stage.EXCLUDED, Stage.CANCELLED):
        assert entered(stage, at(15)) == Changes(dest=stage, fields={"entry_no": 2, "entered_at": NOW, "due_at": None})


def test_a_stage_that_the_scheme_lacks_brings_nothing() -> None:
    stages = POLICY.stages.model_copy(update={"review": POLICY.stages.review.model_copy(update={"present": False})})
    where = situation(policy=POLICY.model_copy(update={"stages": stages}))
    assert not is_present(where.policy, "review")
    assert is_present(where.policy, "archived")
    assert enter(case(), Stage.REVIEW, COMMAND, where).tasks == []


def desk(stage: Stage, relatives: frozenset[int] = frozenset(), **changes: Any) -> str:
    where = situation(relatives={PERSON: relatives}, due={stage: at(15)})
    (task,) = enter(case(**changes), stage, COMMAND, where).tasks
    assert rekey(case(stage, due_at=None, **changes), COMMAND, where) == [task]
    return task.assignee_key


@pytest.mark.req("S3-30", "S3-31")
def test_whose_desk_it_comes_to() -> None:
    assert desk(Stage.SELF_SUMMARY) == f"person@{PERSON}"
    assert desk(Stage.AGGREGATION) == f"unit_clerk@{UNIT}"
    assert desk(Stage.REVIEW) == f"main_leader@{UNIT}"
    assert desk(Stage.REVIEW, review_step=1) == f"leader_in_charge@{UNIT}"
    assert desk(Stage.REVIEW, review_step=2) == "office"
    assert desk(Stage.DECISION) == "committee_secretary"
    assert desk(Stage.FEEDBACK) == f"leader_in_charge@{UNIT}"


@pytest.mark.req("S3-30", "S3-31")
def test_a_relatives_case_goes_one_step_up_and_where_nobody_is_left_it_stays() -> None:
    clerk, leader, charge, office = (KEYS[one][0] for one in ("clerk", "main_leader", "leader_in_charge", "office"))
    assert desk(Stage.AGGREGATION, frozenset({clerk})) == f"main_leader@{UNIT}"
    assert desk(Stage.AGGREGATION, frozenset({clerk, leader, charge})) == f"unit_clerk@{UNIT}"
    assert desk(Stage.REVIEW, frozenset({leader})) == f"leader_in_charge@{UNIT}"
    assert desk(Stage.REVIEW, frozenset({leader, charge})) == "office"
    assert desk(Stage.REVIEW, frozenset({leader, charge, office})) == f"main_leader@{UNIT}"
    assert desk(Stage.FEEDBACK, frozenset({charge})) == "office"
    assert desk(Stage.FEEDBACK, frozenset({charge, office})) == f"leader_in_charge@{UNIT}"
    assert desk(Stage.FEEDBACK, frozenset({OTHER_PERSON})) == f"leader_in_charge@{UNIT}"


def test_a_case_that_only_waits_is_on_nobodys_desk() -> None:
    for stage in (Stage.PUBLICITY, Stage.APPEAL):
        assert rekey(case(stage), COMMAND, situation()) == []
        assert enter(case(), stage, COMMAND, situation()).tasks == []


def test_nobody_left_to_review_is_no_holder() -> None:
    assert review_holder(case(), situation(holders={})) is None


@pytest.mark.req("S3-31")
def test_reminders_that_are_past_are_not_set() -> None:
    """Review: three and one working day ahead; one whose moment is now is past."""
    found = deadlines("review", at(13), NOW, 4, situation())
    assert found == [
        DeadlineSpec("review", "remind", 2, at(10, hour=1), 4),
        DeadlineSpec("review", "expire", 0, at(13), 4),
        DeadlineSpec("review", "escalate", 1, at(14), 4),
        DeadlineSpec("review", "escalate", 2, at(16), 4),
    ]
    early = deadlines("review", at(13), at(8, hour=0), 4, situation())
    assert early == [DeadlineSpec("review", "remind", 1, at(8, hour=1), 4), *found]


@pytest.mark.req("S3-38")
def test_a_hearing_has_one_reminder_a_working_day_ahead() -> None:
    expire = DeadlineSpec("appeal", "expire", 0, at(13), 2, 1)
    assert hearing_deadlines(at(13), NOW, 2, 1, situation()) == [
        DeadlineSpec("appeal", "remind", 1, at(10, hour=1), 2, 1),
        expire,
    ]
    assert hearing_deadlines(at(13), at(10, hour=1), 2, 1, situation()) == [expire]

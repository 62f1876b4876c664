"""What each move of a cycle brings, written out in full."""

from typing import Any

import pytest
from support.moves import at
from support.snapshots import ACTORS, NOW, POLICY, UNIT, situation, snapshot

from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec, QuotaSpec, TaskSpec
from kaohe.workflow.domain.charts import CycleStage, Stage, Subject
from kaohe.workflow.domain.plans import plan
from kaohe.workflow.domain.snapshots import Situation

DUE = {Stage.SELF_SUMMARY: at(14), Stage.AGGREGATION: at(16), Stage.DECISION: at(24)}


def move(trigger: str, state: str, where: Situation | None = None, **args: Any) -> Changes:
    given = snapshot(Subject.CYCLE, state)
    command = Command(trigger, ACTORS["office"], NOW, reason="理由", args=args)
    return plan(Subject.CYCLE, given, command, where or situation(due=DUE))


#: The end of the self-summaries on the 14th: reminders three and one working day ahead, and nobody to escalate to.
SUMMARY_TERMS = [
    DeadlineSpec("self_summary", "remind", 1, at(9, hour=1), 2),
    DeadlineSpec("self_summary", "remind", 2, at(13, hour=1), 2),
    DeadlineSpec("self_summary", "expire", 0, at(14), 2),
]


@pytest.mark.req("S3-21", "S3-33")
def test_a_cycle_opens_with_the_first_term_and_the_offices_forms_to_file() -> None:
    assert move("open", "draft", people=3) == Changes(
        dest=Stage.SELF_SUMMARY,
        fields={"entry_no": 2, "opened_at": NOW},
        keep_tasks=True,
        tasks=[TaskSpec("freeze_quota", "office", at(24))],
        deadlines=SUMMARY_TERMS,
        data={"people": 3},
    )
    undated = move("open", "draft", situation(due={Stage.SELF_SUMMARY: at(14)}))
    assert undated.tasks == [TaskSpec("freeze_quota", "office", NOW)]


@pytest.mark.req("S3-31")
def test_each_stage_brings_the_next_ones_term() -> None:
    assert move("advance", "self_summary", by="term") == Changes(
        dest=Stage.AGGREGATION,
        fields={"entry_no": 2},
        keep_tasks=True,
        deadlines=[
            DeadlineSpec("aggregation", "remind", 1, at(15, hour=1), 2),
            DeadlineSpec("aggregation", "expire", 0, at(16), 2),
            DeadlineSpec("aggregation", "escalate", 1, at(17), 2),
            DeadlineSpec("aggregation", "escalate", 2, at(21), 2),
        ],
        data={"by": "term"},
    )


@pytest.mark.req("S3-37", "S3-38")
def test_publicity_and_appeal_have_no_term_of_the_cycles() -> None:
    for state, following in (("decision", Stage.PUBLICITY), ("publicity", Stage.APPEAL)):
        assert move("advance", state) == Changes(dest=following, fields={"entry_no": 2}, keep_tasks=True)


@pytest.mark.req("S3-39")
def test_an_archived_cycle_has_no_tasks() -> None:
    assert move("advance", "feedback") == Changes(dest=Stage.ARCHIVED, fields={"entry_no": 2})


def test_a_stage_that_the_scheme_lacks_has_no_term() -> None:
    review = POLICY.stages.review.model_copy(update={"present": False})
    policy = POLICY.model_copy(update={"stages": POLICY.stages.model_copy(update={"review": review})})
    assert move("advance", "aggregation", situation(policy=policy)).deadlines == []


@pytest.mark.req("S3-33")
def test_frozen_places_are_posted_grant_by_grant() -> None:
    grants = (
        {"scope": "unit", "unit_id": UNIT, "participants": 10, "places": 4},
        {"scope": "body", "unit_id": None, "participants": 30, "places": 12},
    )
    assert move("freeze_quota", "review", grants=grants) == Changes(
        dest="review",
        fields={"frozen_at": NOW},
        quota=[
            QuotaSpec("unit", "participants", UNIT, 10, 4),
            QuotaSpec("body", "participants", None, 30, 12),
        ],
        data={"grants": grants},
    )


@pytest.mark.req("S3-31")
def test_an_extended_stage_has_its_deadlines_anew_a_later_one_not_yet() -> None:
    assert move("extend", "self_summary", stage="self_summary", until=at(14)) == Changes(
        dest="self_summary",
        fields={"entry_no": 2},
        keep_tasks=True,
        deadlines=SUMMARY_TERMS,
        data={"stage": "self_summary", "until": at(14)},
    )
    for state, stage in (("self_summary", "review"), ("publicity", "publicity"), ("appeal", "appeal")):
        assert move("extend", state, stage=stage, until=at(20)) == Changes(
            dest=state, keep_tasks=True, data={"stage": stage, "until": at(20)}
        )


def test_new_dates_suspension_and_its_end_leave_the_tasks_alone() -> None:
    assert move("redate", "review", calendar="2027") == Changes(
        dest="review", keep_tasks=True, data={"calendar": "2027"}
    )
    assert move("suspend", "review") == Changes(dest="review", fields={"suspended_at": NOW}, keep_tasks=True)
    assert move("resume", "review") == Changes(dest="review", fields={"suspended_at": None}, keep_tasks=True)


def test_a_cancelled_cycle_is_not_suspended_and_has_no_tasks() -> None:
    assert move("cancel", "review") == Changes(dest=CycleStage.CANCELLED, fields={"suspended_at": None})

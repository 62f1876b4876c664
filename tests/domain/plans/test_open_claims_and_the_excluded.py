"""What a case takes along: claims that wait for the office go with it, and a score of before it was returned does not."""

from typing import Any

import pytest
from support.moves import CLERK, DUE, HIMSELF, case, move, task
from support.snapshots import ACTORS, NOW, OTHER_UNIT, situation

from kaohe.workflow.domain.changes import Changes, Command
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.plans import plan

AUDIT = "audit_claims"


@pytest.mark.req("S3-20")
def test_claims_that_wait_for_the_office_stay_on_its_desk_when_another_unit_assesses() -> None:
    kinds = [one.kind for one in move("reassign", case("aggregation", unsettled_claims=1), unit_id=OTHER_UNIT).tasks]
    assert kinds == ["aggregate", AUDIT]
    for none_open in (case("aggregation"), case("review", unsettled_claims=1)):
        assert AUDIT not in [one.kind for one in move("reassign", none_open, unit_id=OTHER_UNIT).tasks]


@pytest.mark.req("S3-20")
def test_claims_of_a_summary_that_was_returned_and_never_came_again_are_settled_all_the_same() -> None:
    missed = move("miss_summary", case("self_summary", unsettled_claims=2), "system")
    assert missed.tasks == [*task("aggregate", CLERK), *task(AUDIT, "office")]
    assert move("return_summary", case("aggregation", unsettled_claims=2), "clerk").tasks == task(
        "write_summary", HIMSELF
    )


@pytest.mark.req("S3-20")
def test_claims_of_before_are_withdrawn_by_a_new_summary() -> None:
    assert move("submit_summary", case("self_summary", unsettled_claims=2), "person").tasks == task("aggregate", CLERK)


@pytest.mark.req("S3-20")
def test_who_comes_back_brings_his_claims() -> None:
    changes = included(summary="submitted", outcome=None, unsettled_claims=1)
    assert [(one.kind, one.assignee_key) for one in changes.tasks] == [("aggregate", CLERK), (AUDIT, "office")]


def included(**fields: Any) -> Changes:
    where = situation(cycle_state="decision", due=dict.fromkeys(Stage, DUE))
    return plan(Subject.ASSESSMENT, case("excluded", **fields), Command("include", ACTORS["office"], NOW), where)


@pytest.mark.req("S3-10")
@pytest.mark.parametrize(
    ("left", "summary", "comes_to"),
    [
        ("self_summary", None, Stage.SELF_SUMMARY),
        ("aggregation", "submitted", Stage.AGGREGATION),
        ("review", "submitted", Stage.REVIEW),
        ("decision", "submitted", Stage.REVIEW),
    ],
)
def test_who_was_excluded_after_his_case_was_returned_is_aggregated_anew(
    left: str, summary: str | None, comes_to: Stage
) -> None:
    """The outcome of before stands on the case, and does not count where it had been sent back."""
    assert included(outcome="graded", summary=summary, excluded_from=left).dest == comes_to

"""A case's moves from the committee's decision on, written out in full: the row, the tasks, the deadlines, the places, the notices."""

from typing import Any

import pytest
from support.moves import CHARGE, DUE, ENTERED, HIMSELF, LEADER, OWN, at, case, move, task
from support.snapshots import ACTORS, NOW, OTHER_UNIT, UNIT, situation

from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec, QuotaSpec
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.plans import plan
from kaohe.workflow.domain.snapshots import Opinion

PUBLISHED = {"notice_id": 9, "closes_at": OWN, "kind": "accepted", "session_id": 4}


def places(now_is: str | None, was: str | None = None, **changes: Any) -> list[QuotaSpec]:
    """What a decision writes into the ledger."""
    return move("decide", case("decision", grade=was, **changes), "secretary", grade=now_is, **PUBLISHED).quota


@pytest.mark.req("S3-34", "S3-35")
def test_a_decision_publishes_the_grade_until_its_notice_closes() -> None:
    given = case("decision", nominee=True)
    assert move("decide", given, "secretary", grade="good", **PUBLISHED) == Changes(
        dest=Stage.PUBLICITY,
        fields={**ENTERED, "due_at": OWN, "grade": "good", "notice_id": 9},
        quota=[QuotaSpec("unit", "nominee", UNIT, 1), QuotaSpec("body", "final_good", None, 1)],
        data={"grade": "good", "kind": "accepted", "session": 4},
    )


@pytest.mark.req("S3-35", "S3-36")
def test_what_a_decision_uses_of_the_places() -> None:
    """Nominated: the unit's, whatever is decided. Not nominated, or decided before: an addition of the body's."""
    assert places("fair", nominee=True) == [QuotaSpec("unit", "nominee", UNIT, 1)]
    assert places("good") == [QuotaSpec("body", "addition", None, 1)]
    assert places("good", nominee=True, decided_before=True) == [QuotaSpec("body", "addition", None, 1)]
    assert places("good", "good", nominee=True, decided_before=True) == []
    assert places("fair", "good", nominee=True, decided_before=True) == [QuotaSpec("body", "freed", None, 1)]
    assert places(None) == []


@pytest.mark.req("S3-37", "S3-38")
def test_after_publicity_objections_are_open_until_their_moment() -> None:
    assert move("close_publicity", case("publicity", objections_until=OWN), "system") == Changes(
        dest=Stage.APPEAL, fields={**ENTERED, "due_at": OWN}
    )


@pytest.mark.req("S3-38")
def test_a_second_look_is_a_round_of_its_own() -> None:
    changes = move("reopen", case("appeal", review_step=2), objection_id=3)
    assert (changes.dest, changes.data) == (Stage.REVIEW, {"round": 2, "objection_id": 3})
    assert changes.fields == {**ENTERED, "round": 2, "review_step": 0}
    assert changes.tasks == task("review", LEADER)
    assert changes.deadlines != []


@pytest.mark.req("S3-40")
def test_a_refused_approval_goes_back_to_the_committee_in_a_new_round() -> None:
    changes = move("outside_reject", case("appeal", round=2), "outside", approver="county_authority")
    assert (changes.dest, changes.data) == (Stage.DECISION, {"round": 3, "approver": "county_authority"})
    assert changes.fields == {**ENTERED, "round": 3}
    assert changes.tasks == task("decide", "committee_secretary")


@pytest.mark.req("S3-38")
def test_when_the_time_to_object_is_over_the_result_is_told() -> None:
    assert move("close_appeal", case("appeal"), "system") == Changes(
        dest=Stage.FEEDBACK, fields=ENTERED, tasks=task("deliver_feedback", CHARGE)
    )


@pytest.mark.req("N-11")
def test_a_withheld_grade_frees_its_place_and_its_person_is_told() -> None:
    assert move("withhold_grade", case("publicity", grade="good")) == Changes(
        dest="publicity",
        fields={"outcome": "pending", "grade": None},
        keep_tasks=True,
        quota=[QuotaSpec("body", "freed", None, 1)],
        data={"withheld": "good"},
        notify=[(HIMSELF, "grade_withheld")],
    )
    assert move("withhold_grade", case("publicity", grade="fair")).quota == []


@pytest.mark.req("S3-41")
def test_feedback_is_to_be_signed_for_within_five_working_days() -> None:
    assert move("deliver_feedback", case("feedback"), "leader_in_charge", method="individual_talk") == Changes(
        dest="feedback",
        fields={"feedback_at": NOW, "due_at": at(15), "entry_no": 2},
        tasks=task("acknowledge", HIMSELF, at(15)),
        deadlines=[DeadlineSpec("feedback", "expire", 0, at(15), 2, step=1)],
        data={"method": "individual_talk"},
    )


@pytest.mark.req("S3-41")
def test_with_the_acknowledgement_a_case_is_over() -> None:
    assert move("acknowledge", case("feedback"), "person", acknowledgement="signed") == Changes(
        dest=Stage.ARCHIVED, fields={**ENTERED, "due_at": None}, data={"acknowledgement": "signed"}
    )


@pytest.mark.req("S3-10")
def test_who_is_excluded_has_nothing_to_do_any_more() -> None:
    assert move("exclude", case("review")) == Changes(
        dest=Stage.EXCLUDED, fields={**ENTERED, "due_at": None, "excluded_reason": "理由"}, data={"from": "review"}
    )


@pytest.mark.req("S3-10")
@pytest.mark.parametrize(
    ("cycle_state", "summary", "outcome", "stage"),
    [
        ("decision", None, None, Stage.SELF_SUMMARY),
        ("decision", "submitted", None, Stage.AGGREGATION),
        ("decision", "submitted", "graded", Stage.REVIEW),
        ("aggregation", "submitted", "graded", Stage.AGGREGATION),
        ("self_summary", "submitted", "graded", Stage.SELF_SUMMARY),
    ],
)
def test_who_is_included_again_comes_to_the_cycles_stage_but_past_no_work_of_his(
    cycle_state: str, summary: str | None, outcome: str | None, stage: Stage
) -> None:
    given = case("excluded", summary=summary, outcome=outcome, review_step=2, opinions=(Opinion(1, "office", 104),))
    where = situation(cycle_state=cycle_state, due=dict.fromkeys(Stage, DUE))
    changes = plan(Subject.ASSESSMENT, given, Command("include", ACTORS["office"], NOW), where)
    assert changes.dest == stage
    assert changes.fields == {**ENTERED, "excluded_reason": None, "review_step": 0}
    # He has terms of his own, and what was signed in this round does not count any more: 104 may sign.
    assert changes.deadlines != []
    if stage is Stage.REVIEW:
        assert changes.tasks == task("review", LEADER)


@pytest.mark.req("S3-10")
def test_who_is_included_in_a_later_round_keeps_the_earlier_ones() -> None:
    """Round 1's signature of a step counts in round 2: another signs it where there is one."""
    given = case("excluded", round=2, opinions=(Opinion(1, "unit", 104), Opinion(2, "unit", 105)))
    where = situation(cycle_state="decision", due=dict.fromkeys(Stage, DUE))
    changes = plan(Subject.ASSESSMENT, given, Command("include", ACTORS["office"], NOW), where)
    assert changes.tasks == task("review", CHARGE)


@pytest.mark.req("S3-10")
def test_a_case_in_another_unit_changes_hands_and_keeps_its_due_moment() -> None:
    assert move("reassign", case("aggregation"), unit_id=OTHER_UNIT) == Changes(
        dest="aggregation",
        fields={"unit_id": OTHER_UNIT},
        tasks=task("aggregate", f"unit_clerk@{OTHER_UNIT}", OWN),
        data={"from_unit": UNIT, "to_unit": OTHER_UNIT},
    )


@pytest.mark.req("N-11", "S3-36")
@pytest.mark.parametrize(
    ("grade_now", "grade", "kinds"),
    [
        ("fair", "good", ["addition"]),
        ("good", "fair", ["freed"]),
        ("good", None, ["freed"]),
        ("good", "good", []),
        ("fair", "poor", []),
        (None, "good", ["addition"]),
    ],
)
def test_a_supplement_moves_the_places_with_the_grade(grade_now: str, grade: str, kinds: list[str]) -> None:
    changes = move("supplement", case("archived", grade_now=grade_now), grade=grade, outcome="graded")
    assert changes == Changes(
        dest="archived",
        keep_tasks=True,
        quota=[QuotaSpec("body", kind, None, 1) for kind in kinds],
        data={"grade": grade, "outcome": "graded"},
    )


def test_a_stage_that_the_scheme_lacks_is_passed_and_a_cancelled_cycle_ends_its_cases() -> None:
    assert move("skip_stage", case("review"), "system") == Changes(
        dest=Stage.DECISION, fields=ENTERED, tasks=task("decide", "committee_secretary")
    )
    assert move("cancel", case("review"), "system") == Changes(dest=Stage.CANCELLED, fields={**ENTERED, "due_at": None})

"""What each move of a case brings, written out in full: the row, the tasks, the deadlines, the places, the notices."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from support.snapshots import ACTORS, NOW, OTHER_UNIT, PERSON, UNIT, situation, snapshot

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec, QuotaSpec, TaskSpec
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.plans import plan
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Opinion
from kaohe.workflow.domain.substitution import Loan, WorkKind

#: 24:00 of Wednesday, 15 April 2026, when every stage of the cycle ends here.
DUE = datetime(2026, 4, 15, 16, tzinfo=UTC)
#: Another moment, which only one row names.
OWN = datetime(2026, 4, 17, 16, tzinfo=UTC)

CLERK, LEADER, CHARGE = f"unit_clerk@{UNIT}", f"main_leader@{UNIT}", f"leader_in_charge@{UNIT}"
HIMSELF = f"person@{PERSON}"

#: Entering a stage counts the entry and forgets the old stage's due moment.
ENTERED = {"entry_no": 2, "entered_at": NOW, "due_at": DUE}


def at(day: int, hour: int = 16) -> datetime:
    """24:00 of a day of April 2026 in Shanghai; 09:00 of it with hour 1."""
    return datetime(2026, 4, day, hour, tzinfo=UTC)


def case(state: str, **changes: Any) -> AssessmentSnapshot:
    given = snapshot(Subject.ASSESSMENT, state, **{"due_at": OWN, **changes})
    assert isinstance(given, AssessmentSnapshot)
    return given


def move(trigger: str, given: AssessmentSnapshot, actor: Actor | str = "office", **args: Any) -> Changes:
    """The plan of a trigger in a cycle that stands where the case goes or further back, so that terms are shared."""
    where = situation(cycle_state="self_summary", due={stage: DUE for stage in Stage})
    who = ACTORS[actor] if isinstance(actor, str) else actor
    return plan(Subject.ASSESSMENT, given, Command(trigger, who, NOW, reason="理由", args=args), where)


def task(kind: str, key: str, due: datetime = DUE) -> list[TaskSpec]:
    return [TaskSpec(kind, key, due)]


@pytest.mark.req("S3-28")
def test_a_summary_goes_to_the_clerk_and_its_claims_to_the_office() -> None:
    assert move("submit_summary", case("self_summary"), "person") == Changes(
        dest=Stage.AGGREGATION,
        fields={**ENTERED, "summary": "submitted"},
        tasks=task("aggregate", CLERK),
    )
    assert move("submit_summary", case("self_summary"), "person", claims=("a", "b")) == Changes(
        dest=Stage.AGGREGATION,
        fields={**ENTERED, "summary": "submitted"},
        tasks=[*task("aggregate", CLERK), *task("audit_claims", "office")],
        data={"claims": 2},
    )


@pytest.mark.req("S3-28")
def test_a_missed_summary_moves_on_and_its_author_is_told() -> None:
    assert move("miss_summary", case("self_summary"), "system") == Changes(
        dest=Stage.AGGREGATION,
        fields={**ENTERED, "summary": "missed"},
        tasks=task("aggregate", CLERK),
        notify=[(HIMSELF, "summary_missed")],
    )


@pytest.mark.req("S3-28")
@pytest.mark.parametrize(("excused", "summary"), [(True, "excused"), (False, "late"), (None, "late")])
def test_a_late_summary_leaves_the_case_where_it_is(excused: bool | None, summary: str) -> None:
    given = move("submit_late", case("aggregation"), "person", excused=excused, claims=("a",))
    assert given == Changes(
        dest="aggregation",
        fields={"summary": summary},
        keep_tasks=True,
        tasks=task("audit_claims", "office"),
        data={"claims": 1},
    )


def test_claims_that_come_after_the_stages_end_are_due_at_once() -> None:
    past = situation(due={Stage.AGGREGATION: at(1)})
    command = Command("submit_late", ACTORS["person"], NOW, args={"claims": ("a",)})
    changes = plan(Subject.ASSESSMENT, case("aggregation"), command, past)
    assert changes.tasks == [TaskSpec("audit_claims", "office", NOW)]
    undated = plan(Subject.ASSESSMENT, case("aggregation"), command, situation(due={}))
    assert undated.tasks == [TaskSpec("audit_claims", "office", NOW)]


def test_a_summary_sent_back_is_no_summary() -> None:
    assert move("return_summary", case("aggregation"), "clerk") == Changes(
        dest=Stage.SELF_SUMMARY,
        fields={**ENTERED, "summary": None},
        tasks=task("write_summary", HIMSELF),
    )


@pytest.mark.req("S3-18")
def test_recorded_scores_stand_in_the_history_and_change_nothing_else() -> None:
    scores = {"scores": {"de": Decimal(90)}}
    assert move("record_scores", case("aggregation"), "clerk", **scores) == Changes(
        dest="aggregation", keep_tasks=True, data=scores
    )


@pytest.mark.req("S3-20")
@pytest.mark.parametrize("trigger", ["check_claims", "audit_claims"])
def test_the_last_claim_settled_closes_the_offices_part(trigger: str) -> None:
    """One that is merely checked is not settled; what the unit has still to do stays, until its own due moment."""
    claims = ({"status": "accepted"}, {"status": "refused"}, {"status": "checked"})
    assert move(trigger, case("aggregation", unsettled_claims=3), claims=claims) == Changes(
        dest="aggregation", keep_tasks=True, data={"claims": claims}
    )
    assert move(trigger, case("aggregation", unsettled_claims=2), claims=claims) == Changes(
        dest="aggregation", tasks=task("aggregate", CLERK, OWN), data={"claims": claims}
    )
    assert move(trigger, case("aggregation", unsettled_claims=2, due_at=None), claims=claims).tasks == task(
        "aggregate", CLERK
    )
    assert move(trigger, case("publicity", unsettled_claims=0), claims=claims).tasks == []


@pytest.mark.req("S3-29")
def test_an_aggregated_case_has_its_result_and_no_suggestion_yet() -> None:
    result = {
        "outcome": "graded",
        "score": Decimal("91.5"),
        "breakdown": ("lines",),
        "allowed_grades": ("good", "fair"),
        "proposed_grade": "good",
    }
    assert move("aggregate", case("aggregation", outcome=None, review_step=2, nominee=True), result=result) == Changes(
        dest=Stage.REVIEW,
        fields={
            **ENTERED,
            "review_step": 0,
            "outcome": "graded",
            "score": Decimal("91.5"),
            "breakdown": ("lines",),
            "allowed_grades": ["good", "fair"],
            "proposed_grade": "good",
            "suggested_grade": None,
            "nominee": False,
        },
        tasks=task("review", LEADER),
        data={"score": Decimal("91.5"), "outcome": "graded", "proposed": "good"},
    )


@pytest.mark.req("S3-30")
def test_a_signature_hands_on_to_the_next_step_within_the_same_term() -> None:
    opinion = {
        "body_id": 1,
        "assessment_id": 7,
        "round": 1,
        "step": "unit",
        "person_id": 104,
        "acted_as": LEADER,
        "in_place_of": None,
        "grade": "good",
        "comment": "踏实",
        "signed_at": NOW,
        "void": False,
    }
    given = case("review", task_keys=frozenset({LEADER}))
    assert move("approve_review", given, "main_leader", grade="good", comment="踏实") == Changes(
        dest=Stage.REVIEW,
        fields={
            "entry_no": 1,
            "entered_at": given.row["entered_at"],
            "due_at": OWN,
            "review_step": 1,
            "suggested_grade": "good",
            "nominee": True,
        },
        rows=[("review_opinion", opinion)],
        tasks=task("review", CHARGE, OWN),
        data={"step": "unit", "grade": "good", "comment": "踏实"},
    )


@pytest.mark.req("S3-30")
def test_who_signs_the_next_step_has_not_signed_this_one() -> None:
    """The leader in charge signed for the unit's leader: his own step goes to the body's head."""
    given = case("review", task_keys=frozenset({CHARGE}))
    where = situation(
        holders={CHARGE: frozenset({105}), "main_leader@1": frozenset({112}), "office": frozenset({107})},
        due={Stage.REVIEW: DUE},
    )
    command = Command("approve_review", ACTORS["leader_in_charge"], NOW)
    assert plan(Subject.ASSESSMENT, given, command, where).tasks == task("review", "main_leader@1", OWN)
    undated = replace(given, due_at=None)
    assert plan(Subject.ASSESSMENT, undated, command, where).tasks == task("review", "main_leader@1", DUE)


@pytest.mark.req("S3-32")
def test_the_last_signature_goes_to_the_committee() -> None:
    """Without a grade of his own a reviewer agrees with what stands: the suggestion, else the proposal."""
    changes = move("approve_review", case("review", review_step=2, suggested_grade="fair"), "office")
    assert changes.dest == Stage.DECISION
    assert changes.fields == {**ENTERED, "review_step": 2, "suggested_grade": "fair", "nominee": False}
    assert changes.tasks == task("decide", "committee_secretary")
    assert changes.data == {"step": "office", "grade": "fair", "comment": ""}
    ((table, row),) = changes.rows
    assert (table, row["step"], row["acted_as"], row["grade"], row["comment"]) == (
        "review_opinion", "office", "", "fair", "",
    )  # fmt: skip
    assert move("approve_review", case("review"), "main_leader").fields["suggested_grade"] == "fairly_good"


@pytest.mark.req("N-8")
def test_whoever_is_not_graded_gets_a_comment_and_no_grade() -> None:
    changes = move("approve_review", case("review", outcome="comment_only"), "main_leader", grade="good")
    assert (changes.fields["suggested_grade"], changes.fields["nominee"]) == (None, False)


@pytest.mark.req("§3")
def test_a_signature_in_anothers_place_names_both() -> None:
    loan = Loan(LEADER, 104, "李四", frozenset({WorkKind.REVIEW}), 5)
    deputy = replace(ACTORS["other_clerk"], loans=(loan,))
    ((_, row),) = move("approve_review", case("review", task_keys=frozenset({LEADER})), deputy).rows
    assert (row["person_id"], row["acted_as"], row["in_place_of"]) == (106, LEADER, 104)


def test_the_system_signs_for_nobody() -> None:
    ((_, row),) = move("approve_review", case("review"), "system").rows
    assert (row["person_id"], row["acted_as"], row["in_place_of"]) == (0, "", None)


@pytest.mark.req("S3-30")
def test_rework_starts_again_with_terms_of_its_own() -> None:
    """Aggregation: two working days at the least, a reminder one before, the leader after one more, the office after
    three."""
    given = case("review", review_step=2, suggested_grade="good", nominee=True)
    assert move("return_for_rework", given, to="aggregation") == Changes(
        dest=Stage.AGGREGATION,
        fields={**ENTERED, "review_step": 0, "suggested_grade": None, "nominee": False},
        tasks=task("aggregate", CLERK),
        deadlines=[
            DeadlineSpec("aggregation", "remind", 1, at(14, hour=1), 2),
            DeadlineSpec("aggregation", "expire", 0, DUE, 2),
            DeadlineSpec("aggregation", "escalate", 1, at(16), 2),
            DeadlineSpec("aggregation", "escalate", 2, at(20), 2),
        ],
        data={"to": "aggregation"},
    )
    again = move("return_for_rework", given, to="self_summary")
    assert (again.dest, again.fields["summary"], again.data) == (Stage.SELF_SUMMARY, None, {"to": "self_summary"})
    assert again.tasks == task("write_summary", HIMSELF)


@pytest.mark.req("S3-34")
def test_back_to_a_step_of_the_review_the_signatures_before_it_stand() -> None:
    """Round 1 stands whole; of this round, what was signed before the step: so the office's own step is open again."""
    signed = (Opinion(1, "office", 120), Opinion(2, "unit", 104), Opinion(2, "consent", 107), Opinion(2, "office", 121))
    given = case("decision", round=2, opinions=signed, review_step=2)
    changes = move("return_to_review", given, "secretary", step="office")
    assert changes.fields == {**ENTERED, "review_step": 2}
    # 107 of the office signed a step that stands; the body's head has nobody: it stays with the office.
    assert changes.tasks == task("review", "office")
    assert changes.data == {"step": "office"}
    assert [one.kind for one in changes.deadlines] == ["remind", "remind", "expire", "escalate", "escalate"]
    back = move("return_to_review", given, "secretary", step="consent")
    assert back.fields["review_step"] == 1
    assert back.tasks == task("review", CHARGE)


PUBLISHED = {"notice_id": 9, "closes_at": OWN, "kind": "accepted", "session_id": 4}


def decided(grade: str | None, **changes: Any) -> list[QuotaSpec]:
    return move("decide", case("decision", **changes), "secretary", grade=grade, **PUBLISHED).quota


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
    assert decided("fair", nominee=True) == [QuotaSpec("unit", "nominee", UNIT, 1)]
    assert decided("good") == [QuotaSpec("body", "addition", None, 1)]
    assert decided("good", nominee=True, decided_before=True) == [QuotaSpec("body", "addition", None, 1)]
    assert decided("good", nominee=True, decided_before=True, grade="good") == []
    assert decided("fair", nominee=True, decided_before=True, grade="good") == [QuotaSpec("body", "freed", None, 1)]
    assert decided(None) == []


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
    where = situation(cycle_state=cycle_state, due={one: DUE for one in Stage})
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
    where = situation(cycle_state="decision", due={one: DUE for one in Stage})
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
    assert move("cancel", case("review"), "system") == Changes(
        dest=Stage.CANCELLED, fields={**ENTERED, "due_at": None}
    )

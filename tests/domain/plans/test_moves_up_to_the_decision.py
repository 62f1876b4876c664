"""A case's moves up to the committee's desk, written out in full: the row, the tasks, the deadlines, the places, the notices."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.moves import CHARGE, CLERK, DUE, ENTERED, HIMSELF, LEADER, OWN, at, case, move, task
from support.snapshots import ACTORS, NOW, situation

from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec, TaskSpec
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.plans import plan
from kaohe.workflow.domain.snapshots import Opinion
from kaohe.workflow.domain.substitution import Loan, WorkKind


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


@pytest.mark.req("S0-16")
def test_an_appraisal_is_signed_and_the_others_need_not() -> None:
    signed = {"score": Decimal("92.5"), "comment": "踏实"}
    given = case("aggregation", task_keys=frozenset({LEADER}), round=2)
    assert move("appraise", given, "main_leader", score=Decimal("92.5"), comment=" 踏实 ") == Changes(
        dest="aggregation",
        keep_tasks=True,
        done=("appraise",),
        rows=[
            (
                "appraisal",
                {
                    "body_id": 1,
                    "assessment_id": 7,
                    "round": 2,
                    **signed,
                    "person_id": 104,
                    "acted_as": "",
                    "in_place_of": None,
                    "signed_at": NOW,
                },
            )
        ],
        data=signed,
    )


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
    # 107, who is the office, signed a step that stands, and the body has no head: the task stays with the office.
    assert changes.tasks == task("review", "office")
    assert changes.data == {"step": "office"}
    assert [one.kind for one in changes.deadlines] == ["remind", "remind", "expire", "escalate", "escalate"]
    back = move("return_to_review", given, "secretary", step="consent")
    assert back.fields["review_step"] == 1
    assert back.tasks == task("review", CHARGE)

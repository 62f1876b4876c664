"""The refusals of one case's moves, whole: the code, the field, and what fills the words."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from support.snapshots import ACTORS, NOW, OTHER_UNIT, PERSON, POLICY, UNIT, situation, snapshot

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards import judge
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import Opinion, Situation

BAD = Code.BAD_INPUT
LATER = NOW + timedelta(days=1)
LATER_WORDS = {"until": "2026-04-09 09:00"}

Given = dict[str, Any]


def refused(
    trigger: str,
    state: str,
    who: Actor | str = "office",
    reason: str = "理由",
    given: Given | None = None,
    where: Situation | None = None,
    **args: Any,
) -> list[Refusal]:
    """What the trigger's own guards say; who may pull it, and in which state, is tested in tests/charts."""
    actor = ACTORS[who] if isinstance(who, str) else who
    command = Command(trigger, actor, NOW, reason=reason, args=args)
    found = judge(
        Subject.ASSESSMENT, snapshot(Subject.ASSESSMENT, state, **(given or {})), command, where or situation()
    )
    return [one for one in found if one.code is not Code.NOT_ALLOWED]


def fields(refusals: list[Refusal]) -> list[tuple[Code, str | None]]:
    return [(one.code, one.field) for one in refusals]


def required(field: str, label: str, label_en: str) -> Refusal:
    return Refusal(Code.REQUIRED, field, {"label": label, "label_en": label_en})


@pytest.mark.req("S3-28")
@pytest.mark.parametrize("text", [None, "", " \u3000\n", "\u200b\ufeff\x00"])
def test_a_summary_says_something(text: str | None) -> None:
    assert refused("submit_summary", "self_summary", "person", text=text) == [required("text", "个人小结", "summary")]


@pytest.mark.req("S3-28")
def test_an_entry_on_behalf_needs_the_signed_scan() -> None:
    assert refused("submit_summary", "self_summary", "person", text="小结") == []
    assert refused("submit_summary", "self_summary", "clerk", text="小结", scan=1) == []
    assert refused("submit_summary", "self_summary", "clerk", text="小结", excused=True) == []
    assert refused("submit_summary", "self_summary", "clerk", text="小结") == [Refusal(Code.SCAN_REQUIRED, "scan_id")]


def claim(standard: str = "major_case", points: str = "3", matter: str = "X案") -> Given:
    return {"standard": standard, "points": Decimal(points), "matter": matter}


@pytest.mark.req("S3-15", "S3-20")
def test_claims_name_a_standard_its_points_and_a_matter() -> None:
    claims = (
        claim(),
        claim(points="0.01", matter="字" * 200),
        claim("heroism"),
        claim(points="0"),
        claim(points="3.01"),
        claim(matter=" "),
        claim(matter="字" * 201),
        claim("criticised"),
    )
    found = refused("submit_summary", "self_summary", "person", text="小结", claims=claims)
    assert fields(found) == [
        (BAD, "claims[2].standard"),
        (BAD, "claims[3].points"),
        (BAD, "claims[4].points"),
        (Code.REQUIRED, "claims[5].matter"),
        (BAD, "claims[6].matter"),
        (BAD, "claims[7].standard"),  # a deduction is nothing to be claimed
    ]
    assert (found[0].message, found[0].message_en) == ("没有“heroism”这一加分标准", "no standard heroism")
    assert (found[2].message, found[2].message_en) == (
        "“侦破重大案件作出贡献”应大于0、不超过3分",
        "more than 0 and at most 3 points",
    )
    assert found[3] == required("claims[5].matter", "事项", "matter")
    assert (found[4].message, found[4].message_en) == ("事项不超过200字", "at most 200 characters")


@pytest.mark.req("S3-28")
def test_a_late_summary_comes_once_and_before_the_list_is_handed_in() -> None:
    def late(**given: Any) -> list[Refusal]:
        return refused("submit_late", "aggregation", "person", given=given, text="小结")

    assert late(summary=None) == late(summary="missed") == []
    assert [(one.code, one.field, one.message, one.message_en) for one in late(summary="submitted")] == [
        (BAD, "assessment_id", "个人小结已提交", "the summary is in already")
    ]
    assert late(summary=None, list_state="handed_in") == [Refusal(Code.LIST_HANDED_IN)]
    assert late(summary=None, list_state="signed") == []


@pytest.mark.req("S3-28")
def test_only_the_clerk_excuses_a_late_summary_never_his_own_and_with_a_reason() -> None:
    def excused(who: Actor | str, reason: str = "理由", person: int = PERSON) -> list[Refusal]:
        given = {"summary": None, "person_id": person}
        return refused("submit_late", "aggregation", who, reason, given, text="小结", scan=1, excused=True)

    assert excused("clerk") == []
    for who, person in (("person", PERSON), ("clerk", 103)):
        (refusal,) = excused(who, person=person)
        assert (refusal.code, refusal.field) == (BAD, "excused")
        assert refusal.message == "只有单位经办人可以认定有正当理由"
        assert refusal.message_en == "only the clerk excuses a late summary"
    assert excused("clerk", reason=" ") == [required("reason", "理由", "reason")]
    assert refused("submit_late", "aggregation", "person", "", {"summary": None}, text="小结", excused=False) == []


@pytest.mark.req("S3-18")
def test_common_scores_are_of_known_indicators_from_0_to_100_in_thousandths() -> None:
    good = {"de": Decimal(0), "neng": Decimal(100), "qin": Decimal("99.999"), "ji": Decimal("80.10")}
    assert refused("record_scores", "aggregation", "clerk", scores=good) == []
    bad = {
        "zhi": Decimal(1),
        "de": Decimal("-0.001"),
        "neng": Decimal("100.001"),
        "qin": Decimal("99.9999"),
    }
    found = refused("record_scores", "aggregation", "clerk", scores=bad)
    assert [(one.code, one.field, one.message, one.message_en) for one in found] == [
        (BAD, "scores.zhi", "没有“zhi”这一指标", "there is no indicator zhi"),
        (BAD, "scores.de", "得分应在0至100之间", "a score lies between 0 and 100"),
        (BAD, "scores.neng", "得分应在0至100之间", "a score lies between 0 and 100"),
        (BAD, "scores.qin", "得分最多三位小数", "a score has at most three decimals"),
    ]
    assert fields(refused("record_scores", "aggregation", "clerk", scores={"incentive": Decimal(1)})) == [
        (BAD, "scores.incentive")
    ]


@pytest.mark.req("S3-31")
def test_what_stands_on_a_list_handed_in_is_not_scored_again() -> None:
    def scored(**given: Any) -> list[Refusal]:
        return refused("record_scores", "aggregation", "clerk", given=given, scores={})

    assert scored(list_state="handed_in") == [Refusal(Code.LIST_HANDED_IN)]
    assert scored(list_state="handed_in", on_list=False) == scored(list_state="signed") == []


@pytest.mark.req("S3-29")
def test_aggregation_needs_all_inputs_and_all_claims_settled() -> None:
    found = refused(
        "aggregate", "aggregation", "clerk", given={"unsettled_claims": 2}, result={"missing": ("甲", "乙")}
    )
    assert found == [
        Refusal(Code.INPUTS_INCOMPLETE, params={"missing": "甲、乙", "missing_en": "甲, 乙"}),
        Refusal(Code.CLAIMS_UNSETTLED, params={"count": 2}),
    ]
    assert refused("aggregate", "aggregation", "clerk", result={"missing": ()}) == []


@pytest.mark.req("S3-31", "S3-32")
def test_the_office_waits_for_the_units_list() -> None:
    def signs(step: int = 2, where: Situation | None = None, **given: Any) -> list[Refusal]:
        whole = {"review_step": step, "list_state": "consented", **given}
        return refused("approve_review", "review", "office", given=whole, where=where)

    assert signs() == signs(list_state=None) == [Refusal(Code.LIST_NOT_HANDED_IN)]
    assert signs(list_state="handed_in") == signs(step=0) == signs(on_list=False) == []
    no_list = situation(
        policy=POLICY.model_copy(update={"review": POLICY.review.model_copy(update={"unit_list": False})})
    )
    assert signs(where=no_list) == []


@pytest.mark.req("S3-30", "S3-31")
def test_nobody_signs_two_steps_of_a_round() -> None:
    signed = {"opinions": (Opinion(1, "unit", 105),)}
    assert refused("approve_review", "review", "leader_in_charge", given={**signed, "review_step": 1}) == [
        Refusal(Code.ACTED_ALREADY)
    ]
    assert refused("approve_review", "review", "leader_in_charge", given=signed) == []
    assert refused("return_for_rework", "review", "leader_in_charge", given=signed, to="aggregation") == []


@pytest.mark.req("S3-27", "N-12")
def test_a_suggested_grade_is_one_that_the_person_may_have() -> None:
    def suggests(grade: str | None, **given: Any) -> list[Refusal]:
        return refused("approve_review", "review", "main_leader", given=given, grade=grade)

    assert suggests("good") == suggests(None) == suggests(None, suggested_grade="fair") == []
    assert suggests(None, proposed_grade=None) == [required("grade", "等次", "grade")]
    assert suggests(None, outcome="comment_only", proposed_grade=None) == []
    assert suggests("superb") == [
        Refusal(Code.UNKNOWN_GRADE, "grade", {"grade": "superb", "grades": "good、fairly_good、fair、poor"})
    ]
    assert suggests("fair", outcome="comment_only") == [Refusal(Code.GRADE_WITHOUT_OUTCOME, "grade", {"name": "张三"})]
    assert suggests("good", allowed_grades=("fair", "poor"), score=Decimal(59)) == [
        Refusal(
            Code.GRADE_NOT_ALLOWED,
            "grade",
            {"name": "张三", "score": Decimal(59), "grade": "好", "grades": "一般、较差"},
        )
    ]
    assert fields(suggests(None, suggested_grade="good", allowed_grades=("fair",))) == [
        (Code.GRADE_NOT_ALLOWED, "grade")
    ]


def test_rework_goes_to_two_places_only_and_back_to_a_known_step() -> None:
    for to in ("aggregation", "self_summary"):
        assert refused("return_for_rework", "review", to=to) == []
    (refusal,) = refused("return_for_rework", "review", to="decision")
    assert (refusal.code, refusal.field) == (BAD, "to")
    assert refusal.message == "只能退回综合汇总或个人小结环节"
    assert refusal.message_en == "it goes back to aggregation or self_summary"
    for step in ("unit", "consent", "office"):
        assert refused("return_to_review", "decision", step=step) == []
    (refusal,) = refused("return_to_review", "decision", step="party")
    assert (refusal.code, refusal.field) == (BAD, "step")
    assert refusal.message == "审核步骤应为：unit、consent、office"
    assert refusal.message_en == "the steps are unit, consent, office"


@pytest.mark.req("S3-33", "S3-34")
def test_nothing_is_decided_before_the_places_are_frozen() -> None:
    assert refused("decide", "decision", "secretary", grade="good") == []
    assert refused("decide", "decision", "secretary", where=situation(frozen=False), grade="good") == [
        Refusal(Code.QUOTA_NOT_FROZEN)
    ]
    assert refused("decide", "decision", "secretary") == [required("grade", "等次", "grade")]


@pytest.mark.req("S3-37")
def test_publicity_ends_at_its_moment_and_not_before() -> None:
    def closed(until: object) -> list[Refusal]:
        return refused("close_publicity", "publicity", "system", given={"publicity_until": until})

    assert closed(None) == closed(NOW) == []
    assert closed(LATER) == [Refusal(Code.TERM_NOT_OVER, params=LATER_WORDS)]


@pytest.mark.req("S3-38", "S3-40")
def test_the_time_to_object_ends_with_all_that_is_open() -> None:
    def closed(**given: Any) -> list[Refusal]:
        return refused("close_appeal", "appeal", "system", given=given)

    assert closed() == closed(objections_until=NOW, second_until=NOW) == []
    assert (
        closed(objections_until=LATER)
        == closed(second_until=LATER)
        == [Refusal(Code.TERM_NOT_OVER, params=LATER_WORDS)]
    )
    assert closed(undecided_objections=2, approvals_missing=("甲", "乙")) == [
        Refusal(Code.OBJECTION_UNDECIDED, params={"count": 2}),
        Refusal(Code.APPROVAL_MISSING, params={"approvers": "甲、乙"}),
    ]


@pytest.mark.req("S3-38")
def test_a_second_look_is_the_last_one() -> None:
    assert refused("reopen", "appeal", given={"round": 1}) == []
    assert refused("reopen", "appeal", given={"round": 2}) == [Refusal(Code.ROUND_LIMIT, params={"rounds": 2})]


FEEDBACK = {"affirmed": "好", "shortcomings": "无", "requirements": "继续", "method": "meeting_comment"}
IN_CHARGE = {"task_keys": frozenset({f"leader_in_charge@{UNIT}"}), "due_at": LATER}


@pytest.mark.req("S3-41")
def test_feedback_affirms_points_out_and_requires_by_a_known_method() -> None:
    def told(**changes: Any) -> list[Refusal]:
        return refused("deliver_feedback", "feedback", "leader_in_charge", given=IN_CHARGE, **{**FEEDBACK, **changes})

    assert told() == []
    assert told(affirmed=" ", shortcomings="", requirements=None) == [
        required("affirmed", "肯定成绩", "achievements affirmed"),
        required("shortcomings", "指出不足", "shortcomings"),
        required("requirements", "改进要求", "requirements"),
    ]
    (refusal,) = told(method="telephone")
    assert (refusal.code, refusal.field) == (BAD, "method")
    assert refusal.message == "反馈方式应为：meeting_comment、individual_talk、written_delivery"
    assert refusal.message_en == "the methods are meeting_comment, individual_talk, written_delivery"


@pytest.mark.req("S3-41")
def test_the_office_stands_in_once_it_is_overdue_and_in_writing() -> None:
    def told(who: str, due_at: object, method: str) -> list[Refusal]:
        given = {**IN_CHARGE, "due_at": due_at}
        return refused("deliver_feedback", "feedback", who, given=given, **{**FEEDBACK, "method": method})

    assert told("office", NOW, "written_delivery") == []
    (spoken, early) = told("office", LATER, "individual_talk")
    assert (spoken.code, spoken.field) == (BAD, "method")
    assert (spoken.message, spoken.message_en) == ("考核办只能书面送达", "the office delivers in writing")
    assert early == Refusal(Code.TERM_NOT_OVER, params=LATER_WORDS)
    assert told("other_clerk", LATER, "individual_talk") == []  # refused for who he is


@pytest.mark.req("S3-41")
def test_feedback_is_delivered_once_and_acknowledged_after_it() -> None:
    done = {**IN_CHARGE, "feedback_at": NOW}
    assert refused("deliver_feedback", "feedback", "leader_in_charge", given=done, **{**FEEDBACK, "method": "x"}) == [
        Refusal(Code.FEEDBACK_DELIVERED)
    ]
    assert refused("acknowledge", "feedback", "office") == [Refusal(Code.FEEDBACK_MISSING)]


@pytest.mark.req("S3-41")
def test_who_did_not_sign_himself_is_witnessed_and_the_system_waits_for_the_term() -> None:
    def acknowledged(who: str, witness: str = "", due_at: object = LATER) -> list[Refusal]:
        given = {"feedback_at": NOW, "due_at": due_at}
        return refused("acknowledge", "feedback", who, given=given, witness=witness)

    assert acknowledged("person") == acknowledged("office", "李四") == acknowledged("system", due_at=NOW) == []
    assert acknowledged("office", " ") == [required("witness", "见证人", "witness")]
    assert refused("acknowledge", "feedback", "office", given={"feedback_at": NOW}) == [
        required("witness", "见证人", "witness")
    ]
    assert acknowledged("system") == [Refusal(Code.TERM_NOT_OVER, params=LATER_WORDS)]


@pytest.mark.req("S3-10")
def test_a_case_moves_to_another_unit_and_into_a_living_cycle() -> None:
    assert refused("reassign", "aggregation", unit_id=OTHER_UNIT) == []
    (refusal,) = refused("reassign", "aggregation", unit_id=UNIT)
    assert (refusal.code, refusal.field) == (BAD, "unit_id")
    assert (refusal.message, refusal.message_en) == ("已在该单位考核", "the unit assesses this person already")
    assert refused("include", "excluded") == []
    (refusal,) = refused("include", "excluded", where=situation(cycle_state="cancelled"))
    assert (refusal.code, refusal.field) == (BAD, "assessment")
    assert (refusal.message, refusal.message_en) == ("考核周期已取消", "the cycle is cancelled")


@pytest.mark.req("N-11")
def test_a_supplement_has_a_grade_where_its_outcome_is_graded() -> None:
    def supplements(outcome: str | None, grade: str | None) -> list[Refusal]:
        return refused("supplement", "archived", outcome=outcome, grade=grade)

    assert supplements("graded", "good") == supplements("refused", "poor") == supplements("pending", None) == []
    (refusal,) = supplements("splendid", "good")
    assert (refusal.code, refusal.field) == (BAD, "outcome")
    assert (refusal.message, refusal.message_en) == ("没有“splendid”这一结果类别", "there is no outcome splendid")
    for outcome, grade in (("graded", None), ("comment_only", "good")):
        (refusal,) = supplements(outcome, grade)
        assert (refusal.code, refusal.field) == (BAD, "grade")
        assert refusal.message == "确定等次的须填等次，其余不填"
        assert refusal.message_en == "a grade goes with a graded outcome, and only with it"
    assert supplements("graded", "superb") == [
        Refusal(Code.UNKNOWN_GRADE, "grade", {"grade": "superb", "grades": "good、fairly_good、fair、poor"})
    ]


ON_PAPER = [
    ("return_summary", "aggregation", "clerk", {}),
    ("withhold_grade", "publicity", "office", {}),
    ("exclude", "review", "office", {}),
    ("outside_reject", "appeal", "outside", {}),
    ("return_for_rework", "review", "office", {"to": "aggregation"}),
    ("return_to_review", "decision", "secretary", {"step": "unit"}),
    ("reopen", "appeal", "office", {}),
    ("include", "excluded", "office", {}),
    ("reassign", "review", "office", {"unit_id": OTHER_UNIT}),
    ("supplement", "archived", "office", {"outcome": "pending"}),
]


@pytest.mark.parametrize(("trigger", "state", "who", "args"), ON_PAPER, ids=str)
def test_what_undoes_something_is_given_a_reason(trigger: str, state: str, who: str, args: Given) -> None:
    assert refused(trigger, state, who, **args) == []
    assert refused(trigger, state, who, reason=" ", **args) == [required("reason", "理由", "reason")]

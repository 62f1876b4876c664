"""What a scheme may ask for beside a summary's and a feedback's own words (S0-14, S0-16, S0-23, S0-25)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from support.snapshots import ACTORS, NOW, POLICY, UNIT, situation, snapshot

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards import judge
from kaohe.workflow.domain.guards.appraisal import appraisal_score, comment_given
from kaohe.workflow.domain.guards.feedback import goals_set, person_heard
from kaohe.workflow.domain.guards.summary import goals_answered, self_score
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.parts import SelfEvaluation
from kaohe.workflow.domain.policy.records import RecordRules, Records
from kaohe.workflow.domain.policy.scoring import Scoring
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import UnitPlace
from kaohe.workflow.domain.terms import Term

#: One minute to midnight of Tuesday, 7 April 2026, in Shanghai.
LAST_MINUTE = datetime(2026, 4, 7, 15, 59, tzinfo=UTC)

PART = SelfEvaluation.model_validate({"kind": "self_evaluation", "key": "own", "label": "自我评价", "weight": 10})


def scheme(**feedback: bool) -> Policy:
    """The shipped scheme with these rules of feedback, and a self-evaluation in the score (a copy of which would
    remember its old parts)."""
    parts = (*POLICY.scoring.parts, PART)
    return POLICY.model_copy(
        update={
            "scoring": Scoring.model_construct(**{**dict(POLICY.scoring), "parts": parts}),
            "feedback": POLICY.feedback.model_copy(update=feedback),
        }
    )


def asked(guard: Any, policy: Policy, **args: Any) -> list[Refusal]:
    given = snapshot(Subject.ASSESSMENT, "self_summary")
    where = situation(policy=policy, units={UNIT: UnitPlace(1)})
    return list(guard(given, Command("x", ACTORS["person"], NOW, args=args), where))


def said(refusals: list[Refusal]) -> list[tuple[str | None, str, str]]:
    return [(one.field, one.message, one.message_en) for one in refusals]


@pytest.mark.req("S0-14")
def test_a_self_score_is_given_where_the_score_has_one() -> None:
    for value in ("0", "100", "88.125"):
        assert asked(self_score, scheme(), self_score=Decimal(value)) == []
    assert asked(self_score, POLICY) == []
    assert asked(self_score, scheme()) == [
        Refusal(Code.REQUIRED, "self_score", {"label": "自评得分", "label_en": "self score"})
    ]
    assert said(asked(self_score, POLICY, self_score=Decimal(90))) == [
        ("self_score", "本单位的计分项中没有自我评价", "the score has no self-evaluation")
    ]
    for value in ("-0.001", "100.001"):
        assert said(asked(self_score, scheme(), self_score=Decimal(value))) == [
            ("self_score", "得分应在0至100之间", "a score lies between 0 and 100")
        ]
    assert said(asked(self_score, scheme(), self_score=Decimal("1.0001"))) == [
        ("self_score", "得分最多三位小数", "a score has at most three decimals")
    ]


@pytest.mark.req("S0-16")
def test_an_appraisal_has_words_and_a_score() -> None:
    assert asked(comment_given, POLICY, comment="好") == asked(appraisal_score, POLICY, score=Decimal(100)) == []
    assert asked(comment_given, POLICY, comment=" ") == [
        Refusal(Code.REQUIRED, "comment", {"label": "鉴定意见", "label_en": "comment"})
    ]
    assert [one.field for one in asked(appraisal_score, POLICY, score=Decimal(101))] == ["score"]


@pytest.mark.req("S0-23")
def test_what_became_of_each_goal_is_said_once() -> None:
    def answered(*given: tuple[str, str], carried: tuple[str, ...] = ("甲", "乙"), asks: bool = True) -> Any:
        goals = [{"goal": goal, "progress": progress} for goal, progress in given]
        return said(asked(goals_answered, scheme(goals_carried=asks), carried=carried, goals=goals))

    assert answered(("甲", "已完成"), ("乙", "字" * 500)) == answered(carried=()) == answered(asks=False) == []
    assert answered(("甲", "已完成")) == [
        ("goals", "“改进目标“乙”的落实情况”不能为空", "“what became of the goal 乙” is required")
    ]
    assert answered(("甲", "一"), ("甲", "二"), ("乙", "三")) == [
        (f"goals[{index}].goal", "“甲”重复", "this goal stands there twice") for index in (0, 1)
    ]
    assert answered(("甲", " "), ("乙", "字" * 501), ("丙", "一")) == [
        ("goals[0].progress", "“落实情况”不能为空", "“progress” is required"),
        ("goals[1].progress", "落实情况不超过500字", "at most 500 characters"),
        ("goals[2].goal", "“丙”不是结转的改进目标", "this is no goal that is carried over"),
    ]
    assert asked(goals_answered, scheme(goals_carried=True)) == []


@pytest.mark.req("S0-23", "S0-25")
def test_a_feedback_sets_goals_and_hears_the_person_where_the_scheme_asks() -> None:
    goals = [Refusal(Code.REQUIRED, "goals", {"label": "改进目标", "label_en": "improvement goals"})]
    assert asked(goals_set, scheme(goals_required=True), goals=(" ", "提高结案率")) == []
    assert asked(goals_set, scheme(goals_required=True), goals=(" ",)) == goals
    assert asked(goals_set, scheme(goals_required=True)) == goals
    assert asked(goals_set, scheme(goals_required=False)) == []
    words = [Refusal(Code.REQUIRED, "own_words", {"label": "本人陈述", "label_en": "the person's own words"})]
    hears = scheme(own_words_required=True)
    assert asked(person_heard, hears, method="individual_talk") == words
    assert asked(person_heard, hears, method="individual_talk", own_words=" ") == words
    assert asked(person_heard, hears, method="individual_talk", own_words="同意") == []
    assert asked(person_heard, hears, method="written_delivery") == []
    assert asked(person_heard, scheme(own_words_required=False), method="individual_talk") == []


@pytest.mark.req("S1-12", "S1-13")
@pytest.mark.parametrize(("days", "open_still"), [(4, True), (3, False)])
def test_nothing_is_aggregated_while_required_records_may_still_come(days: int, open_still: bool) -> None:
    """The quarter ended on Tuesday, the 31st of March: three working days on it is Friday, the 3rd of April; the fourth
    is Tuesday, the 7th, after a holiday."""
    records = Records(monthly_record=RecordRules(backfill=Term(working_days=days)))
    policy = POLICY.model_copy(update={"records": records})
    given = snapshot(Subject.ASSESSMENT, "aggregation")
    command = Command("aggregate", ACTORS["clerk"], LAST_MINUTE, args={"result": {"missing": ()}})
    refusals = judge(Subject.ASSESSMENT, given, command, situation(policy=policy))
    expected = [Refusal(Code.RECORDS_STILL_OPEN, params={"until": "2026-04-08 00:00"})]
    assert refusals == (expected if open_still else [])

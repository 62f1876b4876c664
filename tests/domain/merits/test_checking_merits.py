"""What must hold of a merit event (奖惩事件), and what its standard does (S0-10, S0-11)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from support.snapshots import POLICY

from kaohe.workflow.domain.charts import Stage
from kaohe.workflow.domain.merits import MeritInput, check_merit, sign_of, standards_of
from kaohe.workflow.domain.merits.settled import is_settled
from kaohe.workflow.domain.refusals import Code, Refusal

TODAY = date(2026, 3, 5)


def checked(**changes: Any) -> list[Refusal]:
    given: dict[str, Any] = {
        "person_id": 1, "standard": "major_case", "matter": "X案", "happened_on": TODAY, "document": "县发〔2026〕1号",
    }  # fmt: skip
    return list(check_merit("at", MeritInput(**{**given, **changes}), POLICY, TODAY))


def said(refusals: list[Refusal]) -> list[tuple[str | None, str, str]]:
    return [(one.field, one.message, one.message_en) for one in refusals]


@pytest.mark.req("S0-10")
def test_an_event_has_a_matter_a_document_and_a_day_that_has_come() -> None:
    assert checked() == checked(matter="字" * 200, document=f" {'字' * 200} ") == []
    assert checked(matter=" ", document="") == [
        Refusal(Code.REQUIRED, "at.matter", {"label": "事项", "label_en": "matter"}),
        Refusal(Code.REQUIRED, "at.document", {"label": "文号", "label_en": "document"}),
    ]
    assert said(checked(matter="字" * 201, document="字" * 201, happened_on=TODAY + timedelta(days=1))) == [
        ("at.matter", "事项不超过200字", "at most 200 characters"),
        ("at.document", "文号不超过200字", "at most 200 characters"),
        ("at.happened_on", "日期不能晚于今天", "the day lies in the future"),
    ]


@pytest.mark.req("S0-10", "S0-11")
def test_points_are_at_most_those_of_a_known_standard() -> None:
    for points in (None, Decimal(0), Decimal(3), Decimal("2.999")):
        assert checked(points=points) == []
    for points in (Decimal("-0.001"), Decimal("3.001")):
        assert said(checked(points=points)) == [
            ("at.points", "“侦破重大案件作出贡献”应在0至3分之间", "from 0 to 3 points")
        ]
    assert said(checked(points=Decimal("0.0001"))) == [
        ("at.points", "分值最多三位小数", "points have at most three decimals")
    ]
    ((field, zh, en),) = said(checked(standard="heroism"))
    assert field == "at.standard"
    assert zh.startswith("没有“heroism”这一加减分标准，可用：missed_summary、late_summary、criticised")
    assert en.startswith("there is no standard heroism; the policy has: missed_summary, late_summary, criticised")


def test_a_policy_without_standards_says_so() -> None:
    parts = tuple(part for part in POLICY.scoring.parts if part.kind not in ("incentive", "deduction"))
    bare = POLICY.model_copy(update={"scoring": POLICY.scoring.model_copy(update={"parts": parts})})
    (refusal,) = check_merit("at", MeritInput(1, "x", "a", TODAY, "b"), bare, TODAY)
    assert (refusal.message[-4:], refusal.message_en[-4:]) == ("可用：无", "none")


@pytest.mark.req("S0-10", "S0-11")
def test_a_standard_raises_or_lowers() -> None:
    assert [sign_of(POLICY, one) for one in ("major_case", "criticised", "heroism")] == [1, -1, None]
    standards = standards_of(POLICY)
    assert {standards["major_case"].points, standards["criticised"].points} == {Decimal(3), Decimal(5)}


def test_a_case_is_settled_once_it_is_aggregated() -> None:
    settled = {stage for stage in Stage if is_settled(stage, None)}
    assert settled == {"review", "decision", "publicity", "appeal", "feedback", "archived"}
    assert is_settled("excluded", "graded")
    assert not is_settled("aggregation", "graded")

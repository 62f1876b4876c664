"""A unit's own indicators (个性指标、弹性指标): a set that may be put in force, and what is entered by it (S0-6, S0-7)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from support.snapshots import ACTORS, NOW, UNIT, situation, snapshot

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards.indicator_sets import check_set
from kaohe.workflow.domain.guards.indicators import check_points, points_known, unit_has_indicators
from kaohe.workflow.domain.indicators.keys import outdated, with_keys
from kaohe.workflow.domain.indicators.model import GivenPoints, IndicatorKind, InForce, UnitIndicator, part_of
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.parts import ElasticIndicators, IndividualIndicators
from kaohe.workflow.domain.policy.scoring import Scoring
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, UnitPlace

INDIVIDUAL, ELASTIC = IndicatorKind
OWN_PART = IndividualIndicators.model_validate(
    {"kind": "individual_indicators", "key": "own", "label": "个性指标", "weight": 40, "most_indicators": 2}
)
ELASTIC_PART = ElasticIndicators.model_validate(
    {"kind": "elastic_indicators", "key": "elastic", "label": "弹性指标", "least": 5, "most": 10, "most_indicators": 1}
)
BASE = situation().policy


def with_parts(*parts: Any) -> Policy:
    """The shipped scheme with these parts of the score. Made anew: a copy would remember its old parts."""
    scoring = Scoring.model_construct(**{**dict(BASE.scoring), "parts": parts})
    return BASE.model_copy(update={"scoring": scoring})


POLICY = with_parts(*BASE.scoring.parts, OWN_PART, ELASTIC_PART)

ONE = UnitIndicator("one", "办案数量", "每件计分", Decimal(30))


def said(refusals: Any) -> list[tuple[str | None, str, str]]:
    return [(one.field, one.message, one.message_en) for one in refusals]


def of_set(
    *indicators: UnitIndicator, category: str = "", kind: IndicatorKind = INDIVIDUAL, part: Any = OWN_PART
) -> Any:
    return said(check_set(part, kind, category, indicators))


def changed(**changes: Any) -> Any:
    return of_set(replace(ONE, **changes))


@pytest.mark.req("S0-6")
def test_a_set_has_a_part_of_the_score_and_not_too_many_indicators() -> None:
    two = replace(ONE, key="two", label="其他")
    assert of_set(ONE, two, category="字" * 50) == []
    assert of_set(ONE, part=None) == [
        ("kind", "细则对本单位不设个性指标", "the policy has no individual indicators for this unit")
    ]
    assert of_set(ONE, two, replace(ONE, key="", label="再一个")) == [
        ("indicators", "个性指标最多2个", "at most 2 indicators")
    ]
    assert of_set() == [("indicators", "“指标”不能为空", "“indicators” is required")]
    assert of_set(ONE, category="字" * 51) == [
        ("post_category", "岗位类别最长50字", "a post category has at most 50 characters")
    ]


@pytest.mark.req("S0-6")
def test_each_indicator_has_words_and_a_weight() -> None:
    for good in ({"key": ""}, {"key": "a" * 64}, {"key": "a_1"}, {"label": "字" * 100}, {"standard": "字" * 500}):
        assert changed(**good) == []
    for weight in ("0.0001", "10000"):
        assert changed(weight=Decimal(weight)) == []
    key = "代码须以小写字母开头，只含小写字母、数字和下划线"
    for bad in ("1a", "A", "a-b", "a" * 65):
        assert changed(key=bad) == [("indicators[0].key", key, "a key has small letters, digits and _, a letter first")]
    assert changed(label=" ", standard="") == [
        ("indicators[0].label", "“指标名称”不能为空", "“the indicator's label” is required"),
        ("indicators[0].standard", "“评价标准”不能为空", "“its standard” is required"),
    ]
    assert changed(label="字" * 101, standard="字" * 501) == [
        ("indicators[0].label", "指标名称最长100字", "the indicator's label has at most 100 characters"),
        ("indicators[0].standard", "评价标准最长500字", "its standard has at most 500 characters"),
    ]
    assert changed(weight=None) == [("indicators[0].weight", "“权重”不能为空", "“weight” is required")]
    for weight in ("0", "10000.0001"):
        assert changed(weight=Decimal(weight)) == [
            ("indicators[0].weight", "权重应大于0、不超过10000", "a weight is more than 0 and at most 10000")
        ]
    assert changed(weight=Decimal("0.00001")) == [
        ("indicators[0].weight", "权重最多四位小数", "a weight has at most four decimals")
    ]


@pytest.mark.req("S0-7")
def test_elastic_indicators_are_the_whole_units_and_have_no_weight() -> None:
    plain = replace(ONE, weight=None)
    assert of_set(plain, kind=ELASTIC, part=ELASTIC_PART) == []
    assert of_set(ONE, category="侦查", kind=ELASTIC, part=ELASTIC_PART) == [
        (
            "post_category",
            "弹性指标适用于全单位，不分岗位类别",
            "elastic indicators are the whole unit's, of no post category",
        ),
        ("indicators[0].weight", "弹性指标按加减分计，没有权重", "an elastic indicator has no weight"),
    ]


@pytest.mark.req("S0-6")
def test_keys_and_labels_stand_once() -> None:
    assert of_set(ONE, ONE) == [
        ("indicators[1].key", "指标代码“one”已存在", "the key “one” exists already"),
        ("indicators[1].label", "指标“办案数量”已存在", "the indicator “办案数量” exists already"),
    ]
    assert of_set(replace(ONE, key=""), replace(ONE, key="", label="其他")) == []


IN_FORCE = InForce((ONE,), (UnitIndicator("extra", "专项", "加减分"),))


def of_points(*given: tuple[IndicatorKind, str, str], policy: Any = POLICY) -> Any:
    points = [GivenPoints(kind, key, Decimal(value)) for kind, key, value in given]
    return said(check_points(policy, "", IN_FORCE, points))


@pytest.mark.req("S0-6", "S0-7")
def test_points_are_of_indicators_in_force_and_in_range() -> None:
    assert isinstance(part_of(POLICY, "", INDIVIDUAL), IndividualIndicators)
    assert isinstance(part_of(POLICY, "", ELASTIC), ElasticIndicators)
    for value in ("0", "100", "99.999"):
        assert of_points((INDIVIDUAL, "one", value)) == []
    for value in ("-5", "10"):
        assert of_points((ELASTIC, "extra", value)) == []
    for value in ("-0.001", "100.001"):
        assert of_points((INDIVIDUAL, "one", value)) == [
            ("indicators[0].points", "得分应在0至100之间", "a score lies between 0 and 100")
        ]
    for value in ("-5.001", "10.001"):
        assert of_points((ELASTIC, "extra", value)) == [
            ("indicators[0].points", "加减分应在-5至10分之间", "points lie between -5 and 10")
        ]
    for kind, key in ((INDIVIDUAL, "one"), (ELASTIC, "extra")):
        assert of_points((kind, key, "1.0001")) == [("indicators[0].points", "最多三位小数", "at most three decimals")]


@pytest.mark.req("S0-7")
def test_no_policy_lets_one_indicator_move_more_than_a_hundred() -> None:
    wide = ELASTIC_PART.model_copy(update={"least": Decimal(300), "most": Decimal(200)})
    policy = with_parts(wide)
    assert of_points((ELASTIC, "extra", "-100"), policy=policy) == []
    for value in ("-101", "101"):
        assert of_points((ELASTIC, "extra", value), policy=policy) == [
            ("indicators[0].points", "加减分应在-100至100分之间", "points lie between -100 and 100")
        ]


@pytest.mark.req("S0-6")
def test_points_of_unknown_indicators_and_given_twice() -> None:
    assert of_points((INDIVIDUAL, "extra", "500"), (INDIVIDUAL, "one", "1"), (INDIVIDUAL, "one", "2")) == [
        ("indicators[0].indicator", "个性指标中没有“extra”", "extra is none of the individual indicators in force"),
        ("indicators[2].indicator", "“one”的得分已存在", "a score of one exists already"),
    ]


@pytest.mark.req("S0-6", "S0-9", "S3-31")
def test_they_are_recorded_where_the_unit_has_them_and_its_list_is_in_hand() -> None:
    def recorded(policy: Any = POLICY, points: tuple[GivenPoints, ...] = (), **changes: Any) -> list[Refusal]:
        given = snapshot(Subject.ASSESSMENT, "aggregation", **changes)
        assert isinstance(given, AssessmentSnapshot)
        command = Command("record_indicators", ACTORS["clerk"], NOW, args={"in_force": IN_FORCE, "points": points})
        where = situation(policy=policy, units={UNIT: UnitPlace(1)})
        return [*unit_has_indicators(given, command, where), *points_known(given, command, where)]

    assert recorded() == recorded(list_state="handed_in", on_list=False) == recorded(list_state="signed") == []
    assert recorded(list_state="handed_in") == [Refusal(Code.LIST_HANDED_IN)]
    assert said(recorded(BASE)) == [
        ("assessment_id", "细则对本单位不设个性、弹性指标", "the policy has no indicators that this unit sets")
    ]
    assert [one.field for one in recorded(points=(GivenPoints(ELASTIC, "one", Decimal(1)),))] == [
        "indicators[0].indicator"
    ]


@pytest.mark.req("S0-6")
def test_a_score_never_passes_to_an_indicator_that_says_something_else() -> None:
    before = (ONE, UnitIndicator("i1", "旧", "旧标准"))
    keyed = with_keys([replace(ONE, key=""), UnitIndicator("", "新", "a"), UnitIndicator("", "再", "b")], before)
    assert [one.key for one in keyed] == ["one", "i2", "i3"]
    assert with_keys([UnitIndicator("own", "旧", "x")], before)[0].key == "own"
    assert [one.key for one in with_keys([UnitIndicator("i1", "a", "x"), UnitIndicator("", "b", "x")], ())] == [
        "i1",
        "i2",
    ]
    assert outdated(before, (replace(ONE, weight=Decimal(1)), before[1])) == []
    assert outdated(before, (replace(ONE, label="其他"), replace(before[1], standard="新标准"))) == ["one", "i1"]
    assert outdated(before, ()) == ["one", "i1"]

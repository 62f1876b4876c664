"""The rules for a set of indicators (S0-6, S0-7)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaohe.workflow.domain.guards.inputs import bad, duplicate, is_blank
from kaohe.workflow.domain.indicators.model import (
    KIND_LABELS,
    IndicatorKind,
    IndicatorPart,
    UnitIndicator,
)
from kaohe.workflow.domain.refusals import Code, Refusal

#: Texts, in characters.
LONGEST_LABEL = 100
LONGEST_STANDARD = 500
LONGEST_CATEGORY = 50

_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LARGEST_WEIGHT = Decimal(10_000)
_WEIGHT_STEP = Decimal("0.0001")


def check_set(
    part: IndicatorPart | None, kind: IndicatorKind, post_category: str, indicators: Sequence[UnitIndicator]
) -> Iterator[Refusal]:
    """Everything wrong with a set: its part, its post category, how many there are, each one's words and weight."""
    label, label_en = KIND_LABELS[kind]
    if part is None:
        yield bad("kind", f"细则对本单位不设{label}", f"the policy has no {label_en} for this unit")
    elif len(indicators) > part.most_indicators:
        most = part.most_indicators
        yield bad("indicators", f"{label}最多{most}个", f"at most {most} indicators")
    if not indicators:
        yield Refusal(Code.REQUIRED, "indicators", {"label": "指标", "label_en": "indicators"})
    if kind is IndicatorKind.ELASTIC and post_category:
        problem = "弹性指标适用于全单位，不分岗位类别"
        yield bad("post_category", problem, "elastic indicators are the whole unit's, of no post category")
    if len(post_category) > LONGEST_CATEGORY:
        problem = f"岗位类别最长{LONGEST_CATEGORY}字"
        yield bad("post_category", problem, f"a post category has at most {LONGEST_CATEGORY} characters")
    for index, one in enumerate(indicators):
        yield from _check_one(f"indicators[{index}]", kind, one)
    yield from _repeated(indicators)


def _check_one(field: str, kind: IndicatorKind, one: UnitIndicator) -> Iterator[Refusal]:
    if one.key and not _KEY.fullmatch(one.key):
        problem = "代码须以小写字母开头，只含小写字母、数字和下划线"
        yield bad(f"{field}.key", problem, "a key has small letters, digits and _, a letter first")
    yield from _check_text(f"{field}.label", "指标名称", "the indicator's label", one.label, LONGEST_LABEL)
    yield from _check_text(f"{field}.standard", "评价标准", "its standard", one.standard, LONGEST_STANDARD)
    if kind is IndicatorKind.ELASTIC:
        if one.weight is not None:
            yield bad(f"{field}.weight", "弹性指标按加减分计，没有权重", "an elastic indicator has no weight")
    elif one.weight is None:
        yield Refusal(Code.REQUIRED, f"{field}.weight", {"label": "权重", "label_en": "weight"})
    elif not 0 < one.weight <= _LARGEST_WEIGHT:
        problem = f"权重应大于0、不超过{_LARGEST_WEIGHT}"
        yield bad(f"{field}.weight", problem, f"a weight is more than 0 and at most {_LARGEST_WEIGHT}")
    elif one.weight != one.weight.quantize(_WEIGHT_STEP):
        yield bad(f"{field}.weight", "权重最多四位小数", "a weight has at most four decimals")


def _check_text(field: str, label: str, label_en: str, value: str, longest: int) -> Iterator[Refusal]:
    if is_blank(value):
        yield Refusal(Code.REQUIRED, field, {"label": label, "label_en": label_en})
    elif len(value) > longest:
        yield bad(field, f"{label}最长{longest}字", f"{label_en} has at most {longest} characters")


def _repeated(indicators: Sequence[UnitIndicator]) -> Iterator[Refusal]:
    keys: set[str] = set()
    labels: set[str] = set()
    for index, one in enumerate(indicators):
        field = f"indicators[{index}]"
        if one.key and one.key in keys:
            yield duplicate(f"{field}.key", f"指标代码“{one.key}”", f"the key “{one.key}”")
        if one.label in labels:
            yield duplicate(f"{field}.label", f"指标“{one.label}”", f"the indicator “{one.label}”")
        keys.add(one.key)
        labels.add(one.label)

"""The words for an input that a score still lacks."""

from collections.abc import Callable
from typing import Any

from kaohe.workflow.domain.facts.model import PersonFacts
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.parts import (
    Appraisal,
    BallotPart,
    CardPart,
    ElasticIndicators,
    IndividualIndicators,
    Part,
)
from kaohe.workflow.domain.policy.scoring import CommonIndicators, MonthlyMean


def missing_label(policy: Policy, person: PersonFacts, name: str) -> str:
    """What the policy, or the unit that set the indicator, calls an input such as `common.de` or `monthly.2026-01`."""
    source, _, item = name.partition(".")
    kind, words = _WORDS[source]
    for part in policy.scoring.parts_for(policy.class_of(person.unit_class)):
        if isinstance(part, kind) and (not isinstance(part, BallotPart) or part.box == item.partition(".")[0]):
            return words(part, policy, person, item)
    return name


def _common(part: CommonIndicators, _policy: Policy, _person: PersonFacts, item: str) -> str:
    labels = {one.key: one.label for one in part.indicators}
    return f"{part.label}“{labels.get(item, item)}”"


def _month(part: MonthlyMean, _policy: Policy, _person: PersonFacts, item: str) -> str:
    return f"{part.label}（{item}）"


def _individual(part: IndividualIndicators, _policy: Policy, person: PersonFacts, item: str) -> str:
    if not item:
        return f"{part.label}（本岗位类别尚未设置指标）"
    labels = {one.key: one.label for one in person.individual}
    return f"{part.label}“{labels.get(item) or item}”"


def _elastic(part: ElasticIndicators, _policy: Policy, person: PersonFacts, item: str) -> str:
    labels = {one.key: one.label for one in person.elastic}
    return f"{part.label}“{labels.get(item) or item}”"


def _ballots(part: BallotPart, policy: Policy, _person: PersonFacts, item: str) -> str:
    _, _, empty = item.partition(".")
    if not empty:
        return f"{part.label}（尚未计票）"
    labels = {one.key: one.label for one in policy.ballots.box(part.box).categories}
    return f"{part.label}（“{labels.get(empty, empty)}”无人评分）"


def _whole(part: Part, _policy: Policy, _person: PersonFacts, _item: str) -> str:
    return part.label


_WORDS: dict[str, tuple[type[Part], Callable[[Any, Policy, PersonFacts, str], str]]] = {
    "common": (CommonIndicators, _common),
    "monthly": (MonthlyMean, _month),
    "individual": (IndividualIndicators, _individual),
    "elastic": (ElasticIndicators, _elastic),
    "ballots": (BallotPart, _ballots),
    "appraisal": (Appraisal, _whole),
    "cards": (CardPart, _whole),
}

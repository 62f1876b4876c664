"""The inputs that a policy's parts draw on, by name, and whether a person's facts have them."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from kaohe.workflow.domain.comparison.model import ProblemKind
from kaohe.workflow.domain.facts.model import PersonFacts, ScoredMatter
from kaohe.workflow.domain.policy import Policy, parts, scoring
from kaohe.workflow.domain.records.covers import RECORD_LABELS

_OF_THE_SUMMARY = frozenset({scoring.MISSED_SUMMARY, scoring.LATE_SUMMARY})


class Wanted(NamedTuple):
    """One input: what the policy calls it, and what happens where nobody ever collected it."""

    label: str
    effect: ProblemKind = ProblemKind.MISSING


def wanted(policy: Policy, unit_class: str) -> dict[str, Wanted]:
    """The inputs of the parts that people of units of that class have, by name: `common.de`, `ballots.quarter`. What
    brings no points is left out."""
    return {name: one for part in policy.scoring.parts_for(unit_class) for name, one in _of_part(part)}


def has(person: PersonFacts, name: str) -> bool:
    """Whether the facts have something under that name."""
    source, _, item = name.partition(".")
    return _HAS[source](person, item)


def _of_part(part: scoring.ScorePart) -> Iterator[tuple[str, Wanted]]:
    label, nothing = part.label, ProblemKind.COUNTS_NOTHING
    match part:
        case scoring.CommonIndicators():
            yield from ((f"common.{one.key}", Wanted(f"{label}/{one.label}")) for one in part.indicators)
        case scoring.MonthlyMean():
            yield "monthly", Wanted(label)
        case parts.IndividualIndicators():
            yield "individual", Wanted(label)
        case parts.SelfEvaluation():
            yield "self_score", Wanted(label, ProblemKind.STAND_IN)
        case parts.Appraisal():
            yield "appraisal", Wanted(label)
        case parts.BallotPart():
            yield f"ballots.{part.box}", Wanted(label)
        case parts.CardPart():
            yield "cards", Wanted(label, ProblemKind.MISSING if part.stand_in is None else ProblemKind.STAND_IN)
        case parts.ElasticIndicators():
            yield "elastic", Wanted(label, nothing)
        case parts.UnitBonus():
            yield from (
                (f"unit_items.{one.key}", Wanted(f"{label}/{one.label}", nothing)) for one in part.items if one.points
            )
        case scoring.Incentive():
            yield from (
                (f"claims.{one.key}", Wanted(f"{label}/{one.label}", nothing)) for one in part.standards if one.points
            )
        case scoring.Deduction():
            yield from _of_deduction(part)


def _of_deduction(part: scoring.Deduction) -> Iterator[tuple[str, Wanted]]:
    """Summaries and sanctions are known under every policy."""
    nothing = ProblemKind.COUNTS_NOTHING
    for standard in part.standards:
        if standard.points and standard.key not in _OF_THE_SUMMARY:
            yield f"deductions.{standard.key}", Wanted(f"{part.label}/{standard.label}", nothing)
    for one in part.missing_records:
        if one.points:
            yield f"records.{one.record}", Wanted(f"{part.label}/{RECORD_LABELS[one.record][0]}", nothing)


def _any_of(matters: tuple[ScoredMatter, ...], standard: str) -> bool:
    return any(one.standard == standard for one in matters)


_HAS: dict[str, Callable[[PersonFacts, Any], bool]] = {
    "common": lambda person, item: (person.common or {}).get(item) is not None,
    "monthly": lambda person, _item: any(score is not None for score in person.monthly.values()),
    "individual": lambda person, _item: bool(person.individual),
    "self_score": lambda person, _item: person.self_score is not None,
    "appraisal": lambda person, _item: person.appraisal is not None,
    "ballots": lambda person, item: bool(person.ballots.get(item) or person.ballot_scores.get(item)),
    "cards": lambda person, _item: person.cards is not None,
    "elastic": lambda person, _item: bool(person.elastic),
    "unit_items": lambda person, item: item in person.unit_items,
    "claims": lambda person, item: _any_of(person.claims, item),
    "deductions": lambda person, item: _any_of(person.deductions, item),
    "records": lambda person, item: item in person.records,
}

"""What must hold between one person's facts and the policy that they are evaluated by."""

from collections.abc import Iterator, Sequence

from kaohe.workflow.domain.facts.model import (
    Circumstance,
    CircumstanceKind,
    PersonFacts,
    ScoredMatter,
)
from kaohe.workflow.domain.facts.named import not_known, repeated_in, unknown
from kaohe.workflow.domain.facts.tally_checks import check_ballots, check_cards
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.parts import UnitBonus
from kaohe.workflow.domain.policy.scoring import (
    CommonIndicators,
    Deduction,
    Incentive,
    Standard,
)
from kaohe.workflow.domain.problems import KeyPath, Problem


def check_person(policy: Policy, period: Period | None, person: PersonFacts, at: KeyPath) -> Iterator[Problem]:
    """Everything in a person's facts that the policy does not know or allow."""
    yield from _keys(policy, period, person, at)
    yield from _grades(policy, person, at)
    yield from repeated_in((one.key for one in person.individual), (*at, "individual"))
    yield from repeated_in((one.key for one in person.elastic), (*at, "elastic"))
    yield from check_ballots(policy.ballots, person, at)
    yield from check_cards(person, at)
    yield from _records(policy, person, at)
    for index, circumstance in enumerate(person.circumstances):
        yield from _circumstance(circumstance, (*at, "circumstances", index))


def _keys(policy: Policy, period: Period | None, person: PersonFacts, at: KeyPath) -> Iterator[Problem]:
    parts = policy.scoring.parts
    indicators = [one.key for part in parts if isinstance(part, CommonIndicators) for one in part.indicators]
    bonuses = [one for part in parts if isinstance(part, Incentive) for one in part.standards]
    deductions = [one for part in parts if isinstance(part, Deduction) for one in part.standards]
    items = [item.key for part in parts if isinstance(part, UnitBonus) for item in part.items]
    classes = [one.key for one in policy.unit_classes]
    if person.unit_class and person.unit_class not in classes:
        yield not_known((*at, "unit_class"), person.unit_class, classes)
    yield from unknown(person.common or (), indicators, (*at, "common"))
    if period:
        yield from unknown(person.monthly, period.months, (*at, "monthly"))
    yield from unknown(person.unit_items, items, (*at, "unit_items"))
    yield from _matters(person.claims, bonuses, (*at, "claims"))
    yield from _matters(person.deductions, deductions, (*at, "deductions"))


def _grades(policy: Policy, person: PersonFacts, at: KeyPath) -> Iterator[Problem]:
    grades = [grade.key for grade in policy.grades]
    for name, grade in (("suggested_grade", person.suggested_grade), ("decided_grade", person.decided_grade)):
        if grade is not None and grade not in grades:
            yield not_known((*at, name), grade, grades)


def _matters(matters: Sequence[ScoredMatter], standards: Sequence[Standard], at: KeyPath) -> Iterator[Problem]:
    most = {standard.key: standard.points for standard in standards}
    for index, matter in enumerate(matters):
        if matter.standard not in most:
            yield not_known((*at, index, "standard"), matter.standard, most)
        elif matter.points > most[matter.standard]:
            limit = most[matter.standard]
            zh, en = f"不能超过该标准的 {limit} 分", f"must be at most the standard's {limit}"
            yield Problem((*at, index, "points"), "above_standard", zh, en)


def _records(policy: Policy, person: PersonFacts, at: KeyPath) -> Iterator[Problem]:
    """Records are of kinds that the scheme has, and no more of them are there than were due."""
    yield from unknown(person.records, [kind for kind, _ in policy.records.kinds()], (*at, "records"))
    for kind, count in person.records.items():
        if count.recorded > count.due:
            path = (*at, "records", kind, "recorded")
            yield Problem(path, "above_due", f"不能超过应记的 {count.due}", f"must be at most what is due, {count.due}")


def _circumstance(circumstance: Circumstance, at: KeyPath) -> Iterator[Problem]:
    is_sanction = circumstance.kind is CircumstanceKind.SANCTION
    for name, value in (("sanction", circumstance.sanction), ("date", circumstance.date)):
        if is_sanction and value is None:
            yield Problem((*at, name), "missing", "处分须填此字段", "is needed for a sanction")
        if not is_sanction and value is not None:
            yield Problem((*at, name), "not_a_sanction", "只有处分才填此字段", "belongs to a sanction only")

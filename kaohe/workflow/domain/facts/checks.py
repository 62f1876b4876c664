"""What must hold between facts and the policy that they are evaluated by."""

from collections.abc import Iterable, Iterator, Sequence

from kaohe.workflow.domain.facts.model import (
    Circumstance,
    CircumstanceKind,
    CycleFacts,
    FactsDocument,
    PersonFacts,
    ScoredMatter,
)
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.scoring import (
    CommonIndicators,
    Deduction,
    Incentive,
    Standard,
)
from kaohe.workflow.domain.problems import KeyPath, Problem


def check_facts(policy: Policy, facts: FactsDocument) -> Iterator[Problem]:
    """Everything in the facts that the policy does not know or allow."""
    earlier: list[tuple[str, KeyPath]] = []
    for index, cycle in enumerate(facts.cycles):
        at: KeyPath = ("cycles", index)
        earlier += ((one.period, (*at, "previous", row, "period")) for row, one in enumerate(cycle.previous))
        earlier.append((cycle.period, (*at, "period")))
        yield from _units(cycle, at)
        for row, person in enumerate(cycle.people):
            yield from _person(policy, _parsed(cycle.period), person, (*at, "people", row))
    yield from _periods(policy, earlier)


def _periods(policy: Policy, given: Iterable[tuple[str, KeyPath]]) -> Iterator[Problem]:
    """Periods are of the policy's kind and go forward, those of opening balances before their cycle's own."""
    kind = policy.cycle.period
    last: Period | None = None
    for key, path in given:
        period = _parsed(key)
        if period is None:
            yield Problem(path, "period", f"“{key}”不是期间", f"“{key}” is no period such as 2026Q1")
        elif period.kind is not kind:
            yield Problem(path, "period_kind", f"本办法的周期为 {kind}", f"the policy's period is the {kind}")
        elif last and period.start <= last.start:
            yield Problem(path, "period_order", f"应晚于 {last.key}", f"must come after {last.key}")
        else:
            last = period


def _parsed(key: str) -> Period | None:
    try:
        return Period.parse(key)
    except ValueError:
        return None


def _units(cycle: CycleFacts, at: KeyPath) -> Iterator[Problem]:
    yield from _repeated((unit.key for unit in cycle.units), (*at, "units"))
    yield from _repeated((person.key for person in cycle.people), (*at, "people"))
    for row, earlier in enumerate(cycle.previous):
        yield from _repeated((unit.key for unit in earlier.units), (*at, "previous", row, "units"))
    staffed = {person.unit for person in cycle.people}
    for index, unit in enumerate(cycle.units):
        path = (*at, "units", index)
        if unit.key in staffed and unit.participants is not None:
            zh, en = "该单位已列出人员,不再填人数", "has people of its own: leave the counts out"
            yield Problem((*path, "participants"), "counted_twice", zh, en)
        if unit.used is not None and unit.participants is None:
            zh, en = "填了占用名额,须同时填参加人数", "needs participants beside it"
            yield Problem((*path, "used"), "used_alone", zh, en)
    listed = {unit.key for unit in cycle.units}
    for index, person in enumerate(cycle.people):
        if listed and person.unit not in listed:
            path = (*at, "people", index, "unit")
            yield Problem(path, "unknown_unit", f"没有单位 {person.unit}", f"there is no unit {person.unit}")


def _person(policy: Policy, period: Period | None, person: PersonFacts, at: KeyPath) -> Iterator[Problem]:
    parts = policy.scoring.parts
    indicators = [one.key for part in parts if isinstance(part, CommonIndicators) for one in part.indicators]
    bonuses = [one for part in parts if isinstance(part, Incentive) for one in part.standards]
    deductions = [one for part in parts if isinstance(part, Deduction) for one in part.standards]
    grades = [grade.key for grade in policy.grades]
    yield from _unknown(person.common or (), indicators, (*at, "common"))
    if period:
        yield from _unknown(person.monthly, period.months, (*at, "monthly"))
    yield from _matters(person.claims, bonuses, (*at, "claims"))
    yield from _matters(person.deductions, deductions, (*at, "deductions"))
    for name, grade in (("suggested_grade", person.suggested_grade), ("decided_grade", person.decided_grade)):
        if grade is not None and grade not in grades:
            yield _not_known((*at, name), grade, grades)
    for index, circumstance in enumerate(person.circumstances):
        yield from _circumstance(circumstance, (*at, "circumstances", index))


def _matters(matters: Sequence[ScoredMatter], standards: Sequence[Standard], at: KeyPath) -> Iterator[Problem]:
    most = {standard.key: standard.points for standard in standards}
    for index, matter in enumerate(matters):
        if matter.standard not in most:
            yield _not_known((*at, index, "standard"), matter.standard, most)
        elif matter.points > most[matter.standard]:
            limit = most[matter.standard]
            zh, en = f"不能超过该标准的 {limit} 分", f"must be at most the standard's {limit}"
            yield Problem((*at, index, "points"), "above_standard", zh, en)


def _circumstance(circumstance: Circumstance, at: KeyPath) -> Iterator[Problem]:
    is_sanction = circumstance.kind is CircumstanceKind.SANCTION
    for name, value in (("sanction", circumstance.sanction), ("date", circumstance.date)):
        if is_sanction and value is None:
            yield Problem((*at, name), "missing", "处分须填此字段", "is needed for a sanction")
        if not is_sanction and value is not None:
            yield Problem((*at, name), "not_a_sanction", "只有处分才填此字段", "belongs to a sanction only")


def _unknown(keys: Iterable[str], known: Sequence[str], at: KeyPath) -> Iterator[Problem]:
    for key in keys:
        if key not in known:
            yield _not_known((*at, key), key, known)


def _not_known(path: KeyPath, key: str, known: Iterable[str]) -> Problem:
    names = ", ".join(known) or "-"
    return Problem(path, "unknown_key", f"办法中没有“{key}”,可用:{names}", f"the policy has no “{key}”; known: {names}")


def _repeated(keys: Iterable[str], at: KeyPath) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            yield Problem((*at, index, "key"), "repeated_key", f"“{key}”重复", f"“{key}” stands twice")
        seen.add(key)

"""What must hold between facts and the policy that they are evaluated by."""

from collections.abc import Iterable, Iterator

from kaohe.workflow.domain.facts.model import CycleFacts, FactsDocument
from kaohe.workflow.domain.facts.named import repeated_in
from kaohe.workflow.domain.facts.person_checks import check_person
from kaohe.workflow.domain.facts.question_checks import check_questions
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
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
            yield from check_person(policy, _parsed(cycle.period), person, (*at, "people", row))
    yield from _periods(policy, earlier)
    yield from check_questions(policy.ballots, facts)


def _periods(policy: Policy, given: Iterable[tuple[str, KeyPath]]) -> Iterator[Problem]:
    """Periods are of the policy's kind and go forward, those of opening balances before their cycle's own."""
    kind = policy.cycle.period
    last: Period | None = None
    for key, path in given:
        period = _parsed(key)
        if period is None:
            yield Problem(path, "period", f"“{key}”不是期间", f"“{key}” is no period such as 2026Q1")
        elif period.kind is not kind:
            yield Problem(path, "period_kind", f"本细则的周期为 {kind}", f"the policy's period is the {kind}")
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
    yield from repeated_in((unit.key for unit in cycle.units), (*at, "units"))
    yield from repeated_in((person.key for person in cycle.people), (*at, "people"))
    for row, earlier in enumerate(cycle.previous):
        yield from repeated_in((unit.key for unit in earlier.units), (*at, "previous", row, "units"))
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

"""Computing an archive's results again, from its own facts and policy, by the rules of `kaohe simulate`."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any

from kaohe.workflow.domain.archive.documents import plain
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.cycle_frame import CycleFrame
from kaohe.workflow.domain.facts.model import CycleFacts, PersonFacts
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.scoring.score import score_person

#: What follows from one person's facts alone. The proposed grade depends on when the others were aggregated.
FIELDS = ("outcome", "score", "breakdown", "allowed_grades")


def differences(policy: Policy, facts: CycleFacts, cases: Iterable[Mapping[str, Any]]) -> dict[int, list[str]]:
    """For each case whose stored result is not what its facts give: the fields that differ.

    Cases that were never aggregated, or take no part, have no result to compare. KeyError where a case has no facts.
    """
    period = Period.parse(facts.period)
    frame = CycleFrame.of(period, WorkCalendar())  # each person's facts bring the working days of the body's calendar
    people = {person.key: person for person in facts.people}
    found = {}
    for case in cases:
        wrong = _differing(policy, people[str(case["id"])], frame, case) if case["outcome"] is not None else []
        if wrong:
            found[case["id"]] = wrong
    return found


def _differing(policy: Policy, person: PersonFacts, frame: CycleFrame, case: Mapping[str, Any]) -> list[str]:
    computed = asdict(score_person(policy, person, frame))
    return [name for name in FIELDS if _normal(case[name] or None) != _normal(plain(computed[name]) or None)]


def _normal(value: Any) -> Any:
    """The value with every exact number in one spelling: 80.00 and 80 are one."""
    match value:
        case str():
            try:
                return Decimal(value).normalize()
            except InvalidOperation:
                return value
        case Mapping():
            return {key: _normal(one) for key, one in value.items()}
        case list():
            return [_normal(one) for one in value]
    return value

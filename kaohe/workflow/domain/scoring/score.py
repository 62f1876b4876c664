"""One person's score, outcome and allowed grades: the rules of a cycle that need nobody else's facts."""

from collections.abc import Iterable, Sequence

from kaohe.workflow.domain.bands import allowed_grades
from kaohe.workflow.domain.cycle_frame import CycleFrame
from kaohe.workflow.domain.facts.model import PersonFacts
from kaohe.workflow.domain.outcomes import Determination, determine
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.outcomes import Outcome
from kaohe.workflow.domain.policy.scoring import (
    CommonIndicators,
    Deduction,
    Incentive,
    MonthlyMean,
    ScorePart,
)
from kaohe.workflow.domain.results import PersonResult
from kaohe.workflow.domain.scoring.breakdown import Entry, total
from kaohe.workflow.domain.scoring.common import common_entry, missing_indicators
from kaohe.workflow.domain.scoring.deduction import deduction_entries
from kaohe.workflow.domain.scoring.incentive import incentive_entries
from kaohe.workflow.domain.scoring.monthly import missing_months, monthly_entry


def score_person(policy: Policy, person: PersonFacts, frame: CycleFrame) -> PersonResult:
    """One person's result in a cycle, all but the proposed grade, which depends on the places.

    Whoever gets no ordinary grade has no score; one who refuses has the policy's grade at once (N-13). Where inputs are
    missing, they are named and there is no score.
    """
    found = determine(policy, person, frame.period, frame.working_days)
    if found.outcome is Outcome.REFUSED:
        grade = policy.outcomes.refused_grade
        return PersonResult(
            person.key, person.unit, found.outcome, found.reasons, allowed_grades=(grade,), proposed_grade=grade
        )
    if found.outcome is not Outcome.GRADED:
        return PersonResult(person.key, person.unit, found.outcome, found.reasons)
    missing = [name for part in policy.scoring.parts for name in _missing(part, person, frame.months)]
    if missing:
        return PersonResult(person.key, person.unit, found.outcome, found.reasons, tuple(missing))
    return _scored(policy, person, frame.months, found)


def _scored(policy: Policy, person: PersonFacts, months: tuple[str, ...], found: Determination) -> PersonResult:
    entries: list[Entry] = []
    for part in policy.scoring.parts:
        entries += _entries(policy, part, person, months)
    score, breakdown = total(entries, policy.scoring.places)
    allowed = allowed_grades(policy, score)
    if found.not_top:
        top = policy.limited_grade.key
        allowed = tuple(grade for grade in allowed if grade != top)
    return PersonResult(person.key, person.unit, found.outcome, found.reasons, (), score, breakdown, allowed)


def _missing(part: ScorePart, person: PersonFacts, months: tuple[str, ...]) -> Sequence[str]:
    match part:
        case CommonIndicators():
            return missing_indicators(part, person.common or {})
        case MonthlyMean():
            return missing_months(part, person.monthly, months)
        case _:
            return ()


def _entries(policy: Policy, part: ScorePart, person: PersonFacts, months: tuple[str, ...]) -> Iterable[Entry]:
    match part:  # the others follow
        case CommonIndicators():
            return (common_entry(part, person.common or {}),)
        case MonthlyMean():
            return (monthly_entry(part, person.monthly, months),)
        case Incentive():
            return incentive_entries(part, person.claims)
        case Deduction():
            return deduction_entries(part, policy.scoring, person)

"""One person's score, outcome and allowed grades: the rules of a cycle that need nobody else's facts."""

from kaohe.workflow.domain.bands import allowed_grades
from kaohe.workflow.domain.cycle_frame import CycleFrame
from kaohe.workflow.domain.facts.model import PersonFacts
from kaohe.workflow.domain.outcomes import Determination, determine
from kaohe.workflow.domain.policy import Policy, parts, scoring
from kaohe.workflow.domain.policy.outcomes import Outcome
from kaohe.workflow.domain.results import PersonResult
from kaohe.workflow.domain.scoring.appraisal import appraisal_entry, missing_appraisal
from kaohe.workflow.domain.scoring.ballots import ballots_entry, missing_ballots
from kaohe.workflow.domain.scoring.breakdown import Entry, total
from kaohe.workflow.domain.scoring.cards import cards_entry, missing_cards
from kaohe.workflow.domain.scoring.common import common_entry, missing_indicators
from kaohe.workflow.domain.scoring.deduction import deduction_entries
from kaohe.workflow.domain.scoring.elastic import elastic_entries, missing_elastic
from kaohe.workflow.domain.scoring.incentive import incentive_entries
from kaohe.workflow.domain.scoring.individual import individual_entry, missing_individual
from kaohe.workflow.domain.scoring.monthly import missing_months, monthly_entry
from kaohe.workflow.domain.scoring.rule import Case, Rule
from kaohe.workflow.domain.scoring.self_evaluation import self_entry
from kaohe.workflow.domain.scoring.unit_bonus import unit_bonus_entries

_RULES: dict[type[parts.Part], Rule] = {
    scoring.CommonIndicators: Rule(common_entry, missing_indicators),
    scoring.MonthlyMean: Rule(monthly_entry, missing_months),
    parts.IndividualIndicators: Rule(individual_entry, missing_individual),
    parts.SelfEvaluation: Rule(self_entry),
    parts.Appraisal: Rule(appraisal_entry, missing_appraisal),
    parts.BallotPart: Rule(ballots_entry, missing_ballots),
    parts.CardPart: Rule(cards_entry, missing_cards),
    parts.ElasticIndicators: Rule(elastic_entries, missing_elastic),
    parts.UnitBonus: Rule(unit_bonus_entries),
    scoring.Incentive: Rule(incentive_entries),
    scoring.Deduction: Rule(deduction_entries),
}


def score_person(policy: Policy, person: PersonFacts, frame: CycleFrame) -> PersonResult:
    """One person's result in a cycle, all but the proposed grade, which depends on the places.

    Whoever gets no ordinary grade has no score; one who refuses has the policy's grade at once (N-13). Where inputs are
    missing, they are named and there is no score. The parts are those of the class of the person's unit (S0-9).
    """
    found = determine(policy, person, frame.period, frame.working_days)
    if found.outcome is Outcome.REFUSED:
        grade = policy.outcomes.refused_grade
        return PersonResult(
            person.key, person.unit, found.outcome, found.reasons, allowed_grades=(grade,), proposed_grade=grade
        )
    if found.outcome is not Outcome.GRADED:
        return PersonResult(person.key, person.unit, found.outcome, found.reasons)
    return _scored(Case(policy, person, frame), found)


def _scored(case: Case, found: Determination) -> PersonResult:
    policy, person, _ = case
    ruled = [(part, _RULES[type(part)]) for part in policy.scoring.parts_for(policy.class_of(person.unit_class))]
    missing = [name for part, rule in ruled for name in rule.missing(part, case)]
    if missing:
        return PersonResult(person.key, person.unit, found.outcome, found.reasons, tuple(missing))
    entries: list[Entry] = []
    for part, rule in ruled:
        entries += rule.entries(part, case)
    score, breakdown = total(entries, policy.scoring.places)
    allowed = allowed_grades(policy, score)
    if found.not_top:
        top = policy.limited_grade.key
        allowed = tuple(grade for grade in allowed if grade != top)
    return PersonResult(person.key, person.unit, found.outcome, found.reasons, (), score, breakdown, allowed)

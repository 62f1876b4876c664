"""The rules of a cycle as one function: facts in, results with breakdown out. Pure and exact."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kaohe.workflow.domain.ballots.questions import answer_ballot, answer_three_sixty
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.cycle_frame import CycleFrame
from kaohe.workflow.domain.facts.model import (
    CycleFacts,
    FactsDocument,
    PreviousCycle,
    PreviousUnit,
    WorkdaysQuestion,
)
from kaohe.workflow.domain.offers import Offer, YearSoFar
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.proposal import Proposal, propose
from kaohe.workflow.domain.results import (
    BodyResult,
    CycleResults,
    ResultsDocument,
    UnitResult,
    WorkdaysAnswer,
)
from kaohe.workflow.domain.roster import Roster, rosters_of
from kaohe.workflow.domain.scoring.score import score_person


def evaluate(policy: Policy, document: FactsDocument, calendar: WorkCalendar) -> ResultsDocument:
    """All cycles of a document in order, each continuing the earlier ones' places, and the answers to its questions."""
    earlier: list[PreviousCycle] = []
    cycles: list[CycleResults] = []
    for facts in document.cycles:
        earlier += facts.previous
        results = evaluate_cycle(policy, replace(facts, previous=tuple(earlier)), calendar)
        earlier.append(as_previous(results))
        cycles.append(results)
    return ResultsDocument(
        tuple(cycles),
        tuple(_answer(question, calendar) for question in document.workdays),
        tuple(answer_three_sixty(policy, question) for question in document.three_sixty),
        tuple(answer_ballot(policy, question) for question in document.ballot),
    )


def evaluate_cycle(policy: Policy, facts: CycleFacts, calendar: WorkCalendar) -> CycleResults:
    """One cycle: everyone's score, outcome and proposed grade, the units' and the body's places.

    The facts must have passed `load_facts`, or come from the service in that shape.
    """
    period = Period.parse(facts.period)
    frame = CycleFrame.of(period, calendar)
    people = [score_person(policy, person, frame) for person in facts.people]
    rosters = rosters_of(facts, people)
    year = YearSoFar(period.year, facts.previous)
    offers = {key: year.of_unit(policy.quota, key, roster.participants) for key, roster in rosters.items()}
    for_all = year.of_body(policy.quota, sum(roster.participants for roster in rosters.values()))
    proposal = _proposal(policy, rosters, offers, for_all)
    units = [_unit(policy, roster, offers[key], proposal) for key, roster in rosters.items()]
    return CycleResults(
        facts.period,
        tuple(replace(person, proposed_grade=proposal.grades.get(person.key)) for person in people),
        tuple(units),
        _body(policy, facts, rosters, units, for_all, proposal),
    )


def as_previous(results: CycleResults) -> PreviousCycle:
    """What a cycle leaves to the later ones of its year: the counts on which places are cumulated (S3-23)."""
    units = tuple(PreviousUnit(unit.key, unit.participants, unit.used) for unit in results.units)
    return PreviousCycle(results.period, units, results.body.participants, results.body.used)


def _proposal(policy: Policy, rosters: Mapping[str, Roster], offers: Mapping[str, Offer], for_all: Offer) -> Proposal:
    """Each unit's proposal within its own places; where only the body has places, within those, over all units."""
    members = {key: [result for _, result in roster.members] for key, roster in rosters.items()}
    if not policy.quota.by_unit:
        return propose(policy, [person for people in members.values() for person in people], for_all.places or 0)
    proposals = [propose(policy, people, offers[key].places or 0) for key, people in members.items()]
    grades = {key: grade for proposal in proposals for key, grade in proposal.grades.items()}
    return Proposal(grades, frozenset(key for proposal in proposals for key in proposal.tied))


def _unit(policy: Policy, roster: Roster, offer: Offer, proposal: Proposal) -> UnitResult:
    nominees = roster.with_grade(policy.limited_grade.key, proposal.grades, decided=False)
    used = len(nominees)
    if roster.unit.participants is not None:
        used = (offer.places or 0) if roster.unit.used is None else roster.unit.used
    tied = tuple(result.key for _, result in roster.members if result.key in proposal.tied)
    unit = roster.unit
    return UnitResult(unit.key, unit.name, roster.participants, offer.remaining, offer.places, used, nominees, tied)


def _body(
    policy: Policy,
    facts: CycleFacts,
    rosters: Mapping[str, Roster],
    units: Sequence[UnitResult],
    offer: Offer,
    proposal: Proposal,
) -> BodyResult:
    participants = sum(unit.participants for unit in units)
    all_used = not policy.quota.by_unit and any(roster.leaves_used_open for roster in rosters.values())
    if facts.final_good is not None:
        used = facts.final_good
    elif all_used:
        used = offer.places or 0
    else:
        used = sum(_final_good(policy, rosters[unit.key], unit, proposal) for unit in units)
    return BodyResult(participants, offer.remaining, offer.places, used)


def _final_good(policy: Policy, roster: Roster, unit: UnitResult, proposal: Proposal) -> int:
    """A unit's final good: by the committee's decisions (S3-35, S3-36), or all nominees where only counts are given."""
    if roster.unit.participants is not None:
        return unit.used
    return len(roster.with_grade(policy.limited_grade.key, proposal.grades, decided=True))


def _answer(question: WorkdaysQuestion, calendar: WorkCalendar) -> WorkdaysAnswer:
    due = calendar.add_working_days(question.event, question.workdays)
    return WorkdaysAnswer(question.event, question.workdays, due.last_day, due.provisional)

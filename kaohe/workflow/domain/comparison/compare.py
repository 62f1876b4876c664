"""The comparison as one function: two policies and the facts in, what would change out. Pure and exact."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.comparison.effects import body_effect, unit_effects
from kaohe.workflow.domain.comparison.model import (
    ComparedPolicy,
    Comparison,
    CycleComparison,
    Decided,
    ProblemKind,
    Side,
)
from kaohe.workflow.domain.comparison.noted import Noted, Notes, problems
from kaohe.workflow.domain.comparison.people import Judged, change_of
from kaohe.workflow.domain.comparison.usable import Bridge
from kaohe.workflow.domain.evaluate import evaluate
from kaohe.workflow.domain.facts.checks import check_facts
from kaohe.workflow.domain.facts.model import CycleFacts, FactsDocument
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.outcomes import Outcome
from kaohe.workflow.domain.problems import InputError
from kaohe.workflow.domain.results import CycleResults


class NotComparableError(InputError):
    """The second policy cannot evaluate the facts at all, such as monthly ones for a quarterly scheme."""


def compare(before: Policy, after: Policy, facts: FactsDocument, calendar: WorkCalendar) -> Comparison:
    """What would change if `after` had applied to facts that were collected under `before` and fit it.

    Proposal is set against proposal: suggestions and decisions are left out on both sides, and of decided grades it is
    told whether each policy allows them. Each policy continues its own places from cycle to cycle. Whatever the facts
    do not answer is among the problems of the cycle. Raises NotComparableError where nothing can be compared.
    """
    bridge = Bridge(before, after)
    notes = [Notes() for _ in facts.cycles]
    own = FactsDocument(tuple(_proposals_only(cycle) for cycle in facts.cycles))
    others = FactsDocument(
        tuple(_carried(bridge, cycle, noted) for cycle, noted in zip(own.cycles, notes, strict=True))
    )
    wrong = tuple(check_facts(after, others))
    if wrong:
        raise NotComparableError(wrong)
    old, new = evaluate(before, own, calendar), evaluate(after, others, calendar)
    cycles = zip(facts.cycles, old.cycles, new.cycles, notes, strict=True)
    return Comparison(_named(before), _named(after), tuple(_cycle(bridge, *one) for one in cycles))


def _named(policy: Policy) -> ComparedPolicy:
    return ComparedPolicy(policy.key, policy.version, policy.name)


def _proposals_only(cycle: CycleFacts) -> CycleFacts:
    people = tuple(replace(one, suggested_grade=None, decided_grade=None) for one in cycle.people)
    return replace(cycle, people=people, final_good=None if people else cycle.final_good)


def _carried(bridge: Bridge, cycle: CycleFacts, notes: Notes) -> CycleFacts:
    return replace(cycle, people=tuple(bridge.carry(person, notes) for person in cycle.people))


def _cycle(bridge: Bridge, facts: CycleFacts, old: CycleResults, new: CycleResults, notes: Notes) -> CycleComparison:
    before, after = bridge.before, bridge.after
    people = [Judged(*one) for one in zip(facts.people, old.people, new.people, strict=True)]
    for one in people:
        _note(bridge, one, notes)
    changes = tuple(found for one in people if (found := change_of(before, after, one)) is not None)
    return CycleComparison(
        period=facts.period,
        people=len(people),
        changed=len(changes),
        unscored=sum(bool(one.after.missing) for one in people),
        body=body_effect(before, after, old, new, people),
        units=unit_effects(before, after, old, new, people),
        decided=_decided(people),
        problems=tuple(problems(notes)),
        changes=changes,
    )


def _note(bridge: Bridge, one: Judged, notes: Notes) -> None:
    bridge.note_missing_before(one.person, one.before.missing, notes)
    if one.after.outcome is Outcome.GRADED:
        bridge.note_inputs(one.person, one.after.missing, notes)
    for noted in _strange_grades(bridge, one):
        notes[noted] += 1


def _strange_grades(bridge: Bridge, one: Judged) -> Iterator[Noted]:
    """Grades that somebody has or is proposed for and that only one of the policies has."""
    known = {grade.key for grade in bridge.after.grades}
    for grade in {one.before.proposed_grade, one.person.decided_grade} - {None}:
        if grade not in known:
            yield Noted(ProblemKind.GRADE_UNKNOWN, Side.AFTER, str(grade), bridge.before.grade(str(grade)).label)
    if (grade := one.after.proposed_grade) and grade not in {other.key for other in bridge.before.grades}:
        yield Noted(ProblemKind.GRADE_UNKNOWN, Side.BEFORE, grade, bridge.after.grade(grade).label)


def _decided(people: Iterable[Judged]) -> Decided:
    decided = [one for one in people if one.person.decided_grade is not None]
    return Decided(
        people=len(decided),
        allowed_before=sum(one.decided_before is True for one in decided),
        allowed_after=sum(one.decided_after is True for one in decided),
        open_after=sum(one.decided_after is None for one in decided),
    )

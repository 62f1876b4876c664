"""A unit with its people in one cycle: who counts, who is nominated, who ends with a grade."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kaohe.workflow.domain.facts.model import CycleFacts, PersonFacts, UnitFacts
from kaohe.workflow.domain.outcomes import COUNTED
from kaohe.workflow.domain.policy.outcomes import Outcome
from kaohe.workflow.domain.results import PersonResult


@dataclass(slots=True)
class Roster:
    """A unit's facts, and its people's facts beside their results."""

    unit: UnitFacts
    members: list[tuple[PersonFacts, PersonResult]] = field(default_factory=list)

    @property
    def participants(self) -> int:
        """N: who takes part and can be graded (§3), or the count that the facts give."""
        if self.unit.participants is not None:
            return self.unit.participants
        return sum(result.outcome in COUNTED for _, result in self.members)

    @property
    def leaves_used_open(self) -> bool:
        """Whether the facts give a bare count and leave it to the offer how many places are used."""
        return self.unit.participants is not None and self.unit.used is None

    def with_grade(self, wanted: str, grades: Mapping[str, str], *, decided: bool) -> tuple[str, ...]:
        """Who is to have a grade: by the reviewers' suggestion, else by the proposal in `grades`; with `decided`, by
        the committee's decision before either. Nobody whose grade is open, or fixed because he refused."""
        chosen = []
        for person, result in self.members:
            decision = person.decided_grade if decided else None
            grade = decision or person.suggested_grade or grades.get(person.key)
            if grade == wanted and result.outcome is Outcome.GRADED:
                chosen.append(person.key)
        return tuple(chosen)


def rosters_of(facts: CycleFacts, people: Sequence[PersonResult]) -> dict[str, Roster]:
    """The units by key, in the order of the facts; those that only people name come after, as they appear."""
    rosters = {unit.key: Roster(unit) for unit in facts.units}
    for person, result in zip(facts.people, people, strict=True):
        roster = rosters.get(person.unit)
        if roster is None:
            roster = rosters[person.unit] = Roster(UnitFacts(person.unit))
        roster.members.append((person, result))
    return rosters

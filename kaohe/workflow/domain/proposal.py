"""Who is proposed for which grade within the places (等次建议)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.results import PersonResult


@dataclass(frozen=True, slots=True)
class Proposal:
    """Proposed grades by person's key, and those who share the score at which the places end."""

    grades: Mapping[str, str]
    tied: frozenset[str] = frozenset()


def propose(policy: Policy, people: Sequence[PersonResult], places: int) -> Proposal:
    """The best allowed grade for everyone who has one, among people who share `places` for the limited grade.

    The limited grade is cut by score from the top (N-7). People with one score across the cut are all left out of it
    and named as tied: a rule that cannot tell them apart does not choose between them, the reviewers do.
    """
    limited = policy.limited_grade.key
    winners, tied = _cut([person for person in people if limited in person.allowed_grades], places)
    return Proposal({person.key: _best(person, limited, winners) for person in people if person.allowed_grades}, tied)


def _cut(candidates: Sequence[PersonResult], places: int) -> tuple[frozenset[str], frozenset[str]]:
    scores = sorted((_score(person) for person in candidates), reverse=True)
    if len(scores) <= places:
        return frozenset(person.key for person in candidates), frozenset()
    first_out = scores[places]
    tie = places > 0 and scores[places - 1] == first_out
    winners = frozenset(person.key for person in candidates if _score(person) > first_out)
    return winners, frozenset(person.key for person in candidates if tie and _score(person) == first_out)


def _best(person: PersonResult, limited: str, winners: frozenset[str]) -> str:
    """The best allowed grade; the limited one only for winners, or where the score binds to it."""
    others = [grade for grade in person.allowed_grades if grade != limited]
    return limited if person.key in winners or not others else others[0]


def _score(person: PersonResult) -> Decimal:
    return Decimal() if person.score is None else person.score

"""Whose result changes, and why."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kaohe.workflow.domain.bands import allowed_grades
from kaohe.workflow.domain.comparison.model import Cause, PartChange, PersonChange, Projection
from kaohe.workflow.domain.facts.model import PersonFacts
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.outcomes import Outcome
from kaohe.workflow.domain.results import PersonResult
from kaohe.workflow.domain.scoring.breakdown import ROUNDING


@dataclass(frozen=True, slots=True)
class Judged:
    """One person's facts, and what both policies come to."""

    person: PersonFacts
    before: PersonResult
    after: PersonResult

    @property
    def decided_before(self) -> bool | None:
        """Whether the first policy allows the decided grade; None: nothing is decided, or an input is missing."""
        return _allows(self.before, self.person.decided_grade)

    @property
    def decided_after(self) -> bool | None:
        """The same for the second policy."""
        return _allows(self.after, self.person.decided_grade)


def change_of(before: Policy, after: Policy, judged: Judged) -> PersonChange | None:
    """What changes for a person; None where nothing does."""
    causes = tuple(_causes(before, after, judged))
    if not causes:
        return None
    person = judged.person
    return PersonChange(
        key=person.key,
        name=person.name,
        unit=person.unit,
        before=_projection(judged.before),
        after=_projection(judged.after),
        causes=causes,
        parts=tuple(_parts(before, after, judged)),
        decided_grade=person.decided_grade,
        decided_allowed=judged.decided_after,
    )


def _causes(before: Policy, after: Policy, judged: Judged) -> Iterator[Cause]:
    old, new = judged.before, judged.after
    if old.outcome is not new.outcome:
        yield Cause.OUTCOME
    if old.missing != new.missing:
        yield Cause.INPUTS
    if old.score is not None and new.score is not None:
        if old.score != new.score:
            yield Cause.POINTS
        if allowed_grades(before, new.score) != allowed_grades(after, new.score):
            yield Cause.BANDS
        if _restricted(before, old) is not _restricted(after, new):
            yield Cause.OUTCOME
    elif old.outcome is new.outcome and old.allowed_grades != new.allowed_grades and not (old.missing or new.missing):
        yield Cause.OUTCOME  # whoever refused has another grade by rule
    if old.proposed_grade != new.proposed_grade and _by_places(before, after, old, new):
        yield Cause.PLACES
    if judged.decided_after is False and judged.decided_before is not False:
        yield Cause.DECISION


def _restricted(policy: Policy, result: PersonResult) -> bool:
    """Whether circumstances keep a grade from the person that the score opens."""
    return result.score is not None and allowed_grades(policy, result.score) != result.allowed_grades


def _by_places(before: Policy, after: Policy, old: PersonResult, new: PersonResult) -> bool:
    """Whether grades that differ differ by places: both allow the limited grade, or they allow the same."""
    both = before.limited_grade.key in old.allowed_grades and after.limited_grade.key in new.allowed_grades
    return both or old.allowed_grades == new.allowed_grades


def _allows(result: PersonResult, grade: str | None) -> bool | None:
    if grade is None or result.missing:
        return None
    return grade in result.allowed_grades


def _projection(result: PersonResult) -> Projection:
    return Projection(
        result.outcome,
        result.reasons,
        result.missing,
        result.score,
        result.allowed_grades,
        result.proposed_grade,
    )


def _parts(before: Policy, after: Policy, judged: Judged) -> Iterator[PartChange]:
    """The parts whose points differ. Without a score on both sides there is nothing to set side by side."""
    if judged.before.outcome is not Outcome.GRADED or judged.before.score is None or judged.after.score is None:
        return
    old, new = _points(judged.before), _points(judged.after)
    labels = {part.key: part.label for policy in (before, after) for part in policy.scoring.parts}
    for key in sorted({**old, **new}, key=lambda part: part == ROUNDING):
        if old.get(key) != new.get(key):
            yield PartChange(key, labels.get(key, "四舍五入"), old.get(key), new.get(key))


def _points(result: PersonResult) -> Mapping[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in result.breakdown:
        found[line.part] += line.points
    return found

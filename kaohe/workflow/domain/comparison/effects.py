"""What changes for units and the body: places, nominees, grades and scores."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from kaohe.workflow.domain.comparison.model import (
    BodyEffect,
    Distribution,
    GradeCount,
    Places,
    Spread,
    UnitEffect,
)
from kaohe.workflow.domain.comparison.people import Judged
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.grades import Grade
from kaohe.workflow.domain.results import BodyResult, CycleResults, PersonResult, UnitResult
from kaohe.workflow.domain.scoring.breakdown import half_up

#: Decimal places of a mean.
_MEAN_PLACES = 2


def unit_effects(
    before: Policy, after: Policy, old: CycleResults, new: CycleResults, people: Iterable[Judged]
) -> tuple[UnitEffect, ...]:
    """The units in the order of the facts."""
    members: Mapping[str, list[Judged]] = defaultdict(list)
    for one in people:
        members[one.person.unit].append(one)
    return tuple(
        _unit(before, after, was, will, members.get(was.key, []))
        for was, will in zip(old.units, new.units, strict=True)
    )


def body_effect(
    before: Policy, after: Policy, old: CycleResults, new: CycleResults, people: Sequence[Judged]
) -> BodyEffect:
    """The body as a whole."""
    was, will = _nominees(old), _nominees(new)
    unknown = {one.person.key for one in people if one.after.missing} & was
    return BodyEffect(
        before=_places(old.body),
        after=_places(new.body),
        decided=_decided(before, people),
        gained=len(will - was),
        lost=len(was - will - unknown),
        unknown=len(unknown),
        distribution=_distribution(before, after, people),
    )


def _unit(before: Policy, after: Policy, was: UnitResult, will: UnitResult, members: Sequence[Judged]) -> UnitEffect:
    missing = {one.person.key for one in members if one.after.missing}
    gone = [key for key in was.nominees if key not in will.nominees]
    return UnitEffect(
        key=was.key,
        name=was.name,
        before=_places(was),
        after=_places(will),
        decided=_decided(before, members),
        gained=tuple(key for key in will.nominees if key not in was.nominees),
        lost=tuple(key for key in gone if key not in missing),
        unknown=tuple(key for key in gone if key in missing),
        distribution=_distribution(before, after, members),
    )


def _nominees(results: CycleResults) -> frozenset[str]:
    return frozenset(key for unit in results.units for key in unit.nominees)


def _decided(before: Policy, people: Iterable[Judged]) -> int:
    limited = before.limited_grade.key
    return sum(one.person.decided_grade == limited for one in people)


def _places(result: UnitResult | BodyResult) -> Places:
    return Places(result.participants, result.remaining, result.places, result.used)


def _distribution(before: Policy, after: Policy, people: Sequence[Judged]) -> Distribution:
    return Distribution(
        grades=tuple(_grades(before, after, people)),
        before=_spread(one.before for one in people),
        after=_spread(one.after for one in people),
    )


def _grades(before: Policy, after: Policy, people: Sequence[Judged]) -> Iterable[GradeCount]:
    """Every grade of either policy, by its rank; the first policy's words where both have one of that key."""
    grades: dict[str, Grade] = {one.key: one for policy in (after, before) for one in policy.grades}
    ranked = sorted(grades.values(), key=_rank_in(before, after))
    old = Counter(one.before.proposed_grade for one in people)
    new = Counter(one.after.proposed_grade for one in people)
    for one in ranked:
        yield GradeCount(one.key, one.label, one.label_en, old[one.key], new[one.key])
    yield GradeCount("", "无等次", "no grade", old[None], new[None])


def _rank_in(before: Policy, after: Policy) -> Callable[[Grade], tuple[int, bool]]:
    own = {one.key for one in before.grades}
    return lambda grade: (grade.rank, grade.key not in own)


def _spread(results: Iterable[PersonResult]) -> Spread:
    scores = [one.score for one in results if one.score is not None]
    if not scores:
        return Spread(0, None, None, None)
    mean = half_up(Fraction(sum(scores, Decimal())) / len(scores), _MEAN_PLACES)
    return Spread(len(scores), max(scores), min(scores), mean)

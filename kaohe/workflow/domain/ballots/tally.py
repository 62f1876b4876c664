"""Counting what one person received (计票): weights of the categories, and merging so that no few ballots stand alone.

Sources: S1-18, S1-19; requirements §3, "a rater category is empty"; design, "Ballots nobody can trace". Exact throughout.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from kaohe.workflow.domain.facts.model import BallotTally
from kaohe.workflow.domain.policy.ballots import TOGETHER, Box, Category

Scores = Mapping[str, Sequence[Decimal]]


def tally(box: Box, scores: Scores) -> tuple[BallotTally, ...]:
    """What the scores given to one person come to, in the order of the box's categories.

    `scores` holds the scores, 0 to 100, by leaf: a part of a category or a category, also one that has parts and is not
    divided here. Leaves without scores may be left out. A group of fewer than three ballots, or one whose mean tells what a
    small leaf of it gave, is merged with the smallest other one until there is none or one group is left; `value_of` the
    groups is what it was before.
    ValueError where a leaf is not the box's, or a category is given both undivided and by its parts.
    """
    given = [leaf for leaf, received in scores.items() if received]
    problems = box.unknown(given) + box.divided_twice(given)
    if problems:
        raise ValueError(f"no such scores in the box {box.key}: {', '.join(problems)}")
    return tuple(_together(box, [one for category in box.categories for one in _of_category(category, scores)]))


def value_of(tallies: Sequence[BallotTally]) -> Fraction:
    """Σ weight·value / Σ weight over what is there, 0 to 100: empty categories weigh nothing (S1-18, §3). There must be
    one tally at least."""
    # In whole numbers over one denominator: fractions are reduced with every step.
    over = lcm(*(one.weight.denominator * one.value.denominator for one in tallies))
    weighted = weights = 0
    for one in tallies:
        weight, value = one.weight, one.value
        share = weight.numerator * (over // (weight.denominator * value.denominator))
        weighted += share * value.numerator
        weights += share * value.denominator
    return Fraction(weighted, weights)


def empty_categories(box: Box, tallies: Sequence[BallotTally]) -> list[str]:
    """The categories that nobody's ballot stands in."""
    counted = {leaf for one in tallies for leaf in one.categories}
    return [one.key for one in box.categories if not counted & {one.key, *(part.key for part in one.parts)}]


def _of_category(category: Category, scores: Scores) -> Iterator[BallotTally]:
    """A category's tallies. Its weight is shared out by weight among the parts that have ballots (S1-19)."""
    weight = Fraction(category.weight)
    if scores.get(category.key):
        yield _tally(category.key, weight, scores[category.key])
        return
    present = [part for part in category.parts if scores.get(part.key)]
    of_parts = sum((Fraction(part.weight) for part in present), Fraction())
    for part in present:
        yield _tally(part.key, weight * Fraction(part.weight) / of_parts, scores[part.key])


def _tally(leaf: str, weight: Fraction, given: Sequence[Decimal]) -> BallotTally:
    total = sum(map(Fraction, given), Fraction())
    return BallotTally((leaf,), weight, len(given), total / len(given))


def _together(box: Box, leaves: Sequence[BallotTally]) -> Iterator[BallotTally]:
    """The groups: the smallest of those that tell too much merged with the smallest other one, until none does; of equal
    ones the first. What is merged depends on weights and numbers alone, never on scores."""
    groups = [[one] for one in leaves]
    while len(groups) > 1:
        by_size = sorted(range(len(groups)), key=lambda index: _ballots(groups[index]))
        telling = next((index for index in by_size if not _hides(box, groups[index])), None)
        if telling is None:
            break
        first, second = sorted((telling, next(index for index in by_size if index != telling)))
        groups[first] += groups.pop(second)
    return map(_merged, groups)


def _ballots(group: Sequence[BallotTally]) -> int:
    return sum(one.ballots for one in group)


def _hides(box: Box, group: Sequence[BallotTally]) -> bool:
    """Whether a group's mean tells of no leaf with fewer than three ballots what it gave."""
    return _ballots(group) >= TOGETHER and all(
        one.ballots >= TOGETHER or any(_trade(box, one, other) for other in group if other is not one) for one in group
    )


def _trade(box: Box, one: BallotTally, other: BallotTally) -> bool:
    """Whether one leaf may have given more, and the other less, in three ways at least that come to the same mean.

    Scores are whole steps, so only so many combinations give one exact mean. Where the weights of a ballot here and there
    are as p : q, q steps here stand for p there: both must fit twice between the lowest and the highest sum.
    """
    ratio = (one.weight / one.ballots) / (other.weight / other.ballots)
    steps = Fraction(box.highest - box.lowest) / Fraction(box.step)
    return 2 * ratio.denominator <= one.ballots * steps and 2 * ratio.numerator <= other.ballots * steps


def _merged(group: Sequence[BallotTally]) -> BallotTally:
    leaves = tuple(leaf for one in group for leaf in one.categories)
    weight = sum((one.weight for one in group), Fraction())
    return BallotTally(leaves, weight, _ballots(group), value_of(group))

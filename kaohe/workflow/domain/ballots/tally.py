"""Counting what one person received (计票): weights of the categories, and merging so that no few ballots stand alone.

Sources: S1-18, S1-19; requirements §3, "a rater category is empty"; design, "Ballots nobody can trace". Exact throughout.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from kaohe.workflow.domain.facts.model import BallotTally
from kaohe.workflow.domain.policy.ballots import TOGETHER, Box, Category

Scores = Mapping[str, Sequence[Decimal]]


def tally(box: Box, scores: Scores) -> tuple[BallotTally, ...]:
    """What the scores given to one person come to, in the order of the box's categories.

    `scores` holds the scores, 0 to 100, by leaf: a part of a category or a category, also one that has parts and is not
    divided here. Leaves without scores may be left out. A group of fewer than three ballots is merged with the smallest
    other one until there are three in each or one group is left; `value_of` the groups is what it was before.
    ValueError where a leaf is not the box's, or a category is given both undivided and by its parts.
    """
    given = [leaf for leaf, received in scores.items() if received]
    problems = box.unknown(given) + box.divided_twice(given)
    if problems:
        raise ValueError(f"no such scores in the box {box.key}: {', '.join(problems)}")
    return tuple(_together([one for category in box.categories for one in _of_category(category, scores)]))


def value_of(tallies: Sequence[BallotTally]) -> Fraction:
    """Σ weight·value / Σ weight over what is there, 0 to 100: empty categories weigh nothing (S1-18, §3). There must be
    one tally at least."""
    weights = sum((one.weight for one in tallies), Fraction())
    return sum((one.weight * one.value for one in tallies), Fraction()) / weights


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


def _together(groups: list[BallotTally]) -> list[BallotTally]:
    """The groups, the smallest merged with the next one until each has enough ballots; of equal ones the first."""
    while len(groups) > 1:
        smallest, other = sorted(range(len(groups)), key=lambda index: groups[index].ballots)[:2]
        if groups[smallest].ballots >= TOGETHER:
            break
        first, second = sorted((smallest, other))
        groups[first] = _merged(groups[first], groups.pop(second))
    return groups


def _merged(one: BallotTally, other: BallotTally) -> BallotTally:
    both = (one, other)
    weight = one.weight + other.weight
    return BallotTally((*one.categories, *other.categories), weight, one.ballots + other.ballots, value_of(both))

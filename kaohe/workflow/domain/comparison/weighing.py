"""Weighing counted ballots by another policy's weights (S1-18, S1-19). Tallies carry the weights they were counted by."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from kaohe.workflow.domain.facts.model import BallotTally
from kaohe.workflow.domain.policy.ballots import Box, Category


def weighed_by(box: Box, counted_by: Box, tallies: Sequence[BallotTally]) -> tuple[BallotTally, ...] | None:
    """The tallies with the weights that `box` gives their categories, for ballots that were counted by `counted_by`.

    None where that can't be known: a category that the box lacks, or one mean of several categories whose weights stand
    in another proportion there. Nobody can take a merged mean apart, and that is what merging is for (S1-20).
    """
    leaves = [leaf for one in tallies for leaf in one.categories]
    if box.unknown(leaves) or box.divided_twice(leaves):
        return None
    old, new = _weights(counted_by, leaves), _weights(box, leaves)
    if not all(_same_proportion(one.categories, old, new) for one in tallies):
        return None
    return tuple(replace(one, weight=sum((new[leaf] for leaf in one.categories), Fraction())) for one in tallies)


def _weights(box: Box, leaves: Sequence[str]) -> dict[str, Fraction]:
    """Each leaf's weight in the score; a category's is shared out among those of its parts that have ballots."""
    return {leaf: share for category in box.categories for leaf, share in _of_category(category, leaves).items()}


def _of_category(category: Category, leaves: Sequence[str]) -> dict[str, Fraction]:
    whole = Fraction(category.weight)
    if category.key in leaves:
        return {category.key: whole}
    present = {part.key: Fraction(part.weight) for part in category.parts if part.key in leaves}
    return {key: whole * weight / sum(present.values()) for key, weight in present.items()}


def _same_proportion(leaves: Sequence[str], old: Mapping[str, Fraction], new: Mapping[str, Fraction]) -> bool:
    return len({new[leaf] / old[leaf] for leaf in leaves}) == 1

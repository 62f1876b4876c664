"""The figures of a rater diagnosis, of whole units only. Pure and exact but for roots.

They rest on scores that stand in a group of three or more and were kept one by one; of merged groups nothing enters
them, so nothing can be subtracted to find what a merged category gave (S1-20). Every figure is the same whoever of a
group gave which score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from kaohe.workflow.domain.scoring.breakdown import half_up

#: With fewer scores, or fewer people rated, a unit has no figures: they would describe somebody's few ballots.
FEWEST_SCORES = 12
FEWEST_RATEES = 3

_POINT_PLACES = 2
_SHARE_PLACES = 4

#: Digits of a root; what is shown has two.
_ROOT_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Received:
    """What one person received: how many scores, their sum and the sum of their squares, and how many are high (from
    the box's high line on), the lowest or the highest that the ballot allows."""

    scores: int
    total: Decimal
    squares: Decimal
    high: int
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One unit's figures. Points have two places, shares and agreement four, half up.

    `mean` of all scores; `leniency`: the mean less the mean over all units that have figures under the same box;
    `spread`: the mean over the people rated of the standard deviation (n − 1) of what each received; `agreement`: the
    intraclass correlation ICC(1), at most 1, about 0 or below it where people are not told apart, None where all scores
    are equal; `high_share`, `lowest_share`, `highest_share`: of all scores.
    """

    mean: Decimal
    leniency: Decimal
    spread: Decimal
    agreement: Decimal | None
    high_share: Decimal
    lowest_share: Decimal
    highest_share: Decimal


def enough(received: Sequence[Received]) -> bool:
    """Whether a unit's scores are enough for figures."""
    return len(received) >= FEWEST_RATEES and _count(received) >= FEWEST_SCORES


def mean_of(received: Sequence[Received]) -> Fraction:
    """The exact mean of all scores; there must be one at least."""
    return Fraction(sum((one.total for one in received), Decimal())) / _count(received)


def figures(received: Sequence[Received], overall: Fraction) -> Figures:
    """The figures of a unit with enough scores; `overall` is the mean over all such units under the same box."""
    mean, count = mean_of(received), _count(received)
    agreement = _agreement(received)
    return Figures(
        mean=half_up(mean, _POINT_PLACES),
        leniency=half_up(mean - overall, _POINT_PLACES),
        spread=_spread(received),
        agreement=None if agreement is None else half_up(agreement, _SHARE_PLACES),
        high_share=_share(sum(one.high for one in received), count),
        lowest_share=_share(sum(one.lowest for one in received), count),
        highest_share=_share(sum(one.highest for one in received), count),
    )


def _count(received: Sequence[Received]) -> int:
    return sum(one.scores for one in received)


def _share(some: int, count: int) -> Decimal:
    return half_up(Fraction(some, count), _SHARE_PLACES)


def _within(one: Received) -> Fraction:
    """The sum of squared deviations from the person's own mean."""
    return Fraction(one.squares) - Fraction(one.total) ** 2 / one.scores


def _spread(received: Sequence[Received]) -> Decimal:
    variances = [_within(one) / (one.scores - 1) for one in received]
    with localcontext(prec=_ROOT_DIGITS):
        roots = [(Decimal(one.numerator) / Decimal(one.denominator)).sqrt() for one in variances]
        return half_up(Fraction(sum(roots, Decimal())) / len(roots), _POINT_PLACES)


def _agreement(received: Sequence[Received]) -> Fraction | None:
    """ICC(1) = (MSB − MSW) / (MSB + (k − 1) · MSW) by one-way analysis of variance, k the usual mean size of unequal
    groups: (N − Σnᵢ² / N) / (groups − 1)."""
    groups, count, mean = len(received), _count(received), mean_of(received)
    means = ((one.scores, Fraction(one.total) / one.scores) for one in received)
    between = sum((size * (own - mean) ** 2 for size, own in means), Fraction()) / (groups - 1)
    within = sum(map(_within, received), Fraction()) / (count - groups)
    size = (count - Fraction(sum(one.scores**2 for one in received), count)) / (groups - 1)
    total = between + (size - 1) * within
    return None if total == 0 else (between - within) / total

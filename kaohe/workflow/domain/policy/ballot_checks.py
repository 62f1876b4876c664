"""What must hold within the ballots of a policy (无痕化打分)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from kaohe.workflow.domain.policy.ballots import TOGETHER, Ballots, Box, Raters
from kaohe.workflow.domain.problems import KeyPath, Problem, repeated
from kaohe.workflow.domain.standing import Standing

#: Of 1 : 101 a mean of two scores from 50 to 100 tells both, since it is exact (S1-20). Whole percentages stay below.
_LARGEST_WEIGHT = 100

#: Scores are kept to thousandths.
_FINEST_STEP = Decimal("0.001")


def boxes(given: Ballots) -> Iterator[Problem]:
    """Boxes have names of their own, and each is sound in itself."""
    at: KeyPath = ("ballots", "boxes")
    yield from repeated(((*at, index, "key"), box.key) for index, box in enumerate(given.boxes))
    for index, box in enumerate(given.boxes):
        yield from _leaves(box, (*at, index))
        yield from _weights(box, (*at, index))
        yield from _points(box, (*at, index))
        yield from _raters(box, (*at, index))
        if box.fewest_ballots < TOGETHER:
            zh, en = (
                f"不能少于 {TOGETHER},否则可以推知谁评了多少",
                f"must be {TOGETHER} or more, or a rater could be told",
            )
            yield Problem((*at, index, "fewest_ballots"), "too_few_ballots", zh, en)


def _leaves(box: Box, at: KeyPath) -> Iterator[Problem]:
    """Categories and their parts share one set of names, by which ballots are counted."""
    keys: list[tuple[KeyPath, str]] = []
    for index, category in enumerate(box.categories):
        below: KeyPath = (*at, "categories", index)
        keys.append(((*below, "key"), category.key))
        keys += (((*below, "parts", row, "key"), part.key) for row, part in enumerate(category.parts))
    yield from repeated(keys)


def _weights(box: Box, at: KeyPath) -> Iterator[Problem]:
    """Categories weigh to each other, and the parts of one likewise, as small whole numbers."""
    yield from _as_small_numbers([one.weight for one in box.categories], (*at, "categories"))
    for index, category in enumerate(box.categories):
        yield from _as_small_numbers([one.weight for one in category.parts], (*at, "categories", index, "parts"))


def _as_small_numbers(weights: Sequence[Decimal], at: KeyPath) -> Iterator[Problem]:
    ratios = [Fraction(weight) / Fraction(weights[0]) for weight in weights]
    for index, ratio in enumerate(ratios):
        if any(max((ratio / other).as_integer_ratio()) > _LARGEST_WEIGHT for other in ratios[:index]):
            zh = f"与其他权重之比约到最简应在 1 至 {_LARGEST_WEIGHT} 之间,否则可由总分推知各人评分"
            en = (
                f"in lowest terms weights are 1 to {_LARGEST_WEIGHT} to each other, or a total would tell single scores"
            )
            yield Problem((*at, index, "weight"), "weights_tell", zh, en)


def _points(box: Box, at: KeyPath) -> Iterator[Problem]:
    if not box.lowest <= box.high_from <= box.highest:
        zh, en = f"应在 {box.lowest} 与 {box.highest} 之间", f"must lie between {box.lowest} and {box.highest}"
        yield Problem((*at, "high_from"), "high_from", zh, en)
    if box.step % _FINEST_STEP:
        yield Problem((*at, "step"), "step_too_fine", "最多三位小数", "may have at most three decimal places")
    elif box.lowest % box.step or box.highest % box.step:
        zh = f"最低分 {box.lowest}、最高分 {box.highest} 应为其整数倍"
        en = f"lowest, {box.lowest}, and highest, {box.highest}, must be whole multiples of it"
        yield Problem((*at, "step"), "step", zh, en)


def _raters(box: Box, at: KeyPath) -> Iterator[Problem]:
    """A group stands once in a set, and rates in categories that ballots are counted under."""
    for index, one in enumerate(box.rater_sets):
        below: KeyPath = (*at, "rater_sets", index, "raters")
        yield from repeated(((*below, row, "group"), raters.group) for row, raters in enumerate(one.raters))
        for row, raters in enumerate(one.raters):
            yield from _categories(box, raters, (*below, row))


def _categories(box: Box, raters: Raters, at: KeyPath) -> Iterator[Problem]:
    leaves = box.leaves()
    for standing in Standing:
        key = raters.category(standing)
        if key is not None and key not in leaves:
            names = ", ".join(leaves)
            zh, en = f"没有类别 {key},可用:{names}", f"there is no category {key} to count under; known: {names}"
            yield Problem((*at, f"of_{standing}"), "unknown_category", zh, en)

"""The breakdown of a score (得分明细): exact points per rule, rounded once at the end (§3).

Points are computed as fractions. A line shows them as a decimal of at most six places; what that and the rounding of
the score change in sum stands in a last line of its own, so that the lines shown add up to the score exactly.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import reduce
from operator import add
from typing import NamedTuple

from pydantic import ConfigDict

from kaohe.workflow.domain.value import value

Inputs = Mapping[
    str, Decimal | bool | str | Mapping[str, Decimal] | Mapping[str, str] | Sequence[Mapping[str, Decimal | str]]
]

ROUNDING = "rounding"

_SHOWN = Decimal("0.000001")


class Entry(NamedTuple):
    """One exact contribution to a score, before it is shown."""

    part: str
    rule: str
    inputs: Inputs
    points: Fraction


@value(frozen=True, slots=True)
class Line:
    """明细 · One line of a breakdown."""

    __pydantic_config__ = ConfigDict(use_attribute_docstrings=True)

    part: str
    """计分项 · The key of the policy's part, or "rounding"."""
    rule: str
    """依据 · The requirement that the line follows."""
    inputs: Inputs
    """依据数据 · What the points were computed from."""
    points: Decimal
    """分值 · Points, negative where they are taken off."""


def exact(numerator: Decimal, denominator: Decimal) -> Fraction:
    """A quotient of decimals that no decimal need hold."""
    above, below = numerator.as_integer_ratio(), denominator.as_integer_ratio()
    return Fraction(above[0] * below[1], above[1] * below[0])


def total(entries: Sequence[Entry], places: int) -> tuple[Decimal, tuple[Line, ...]]:
    """The score, half up to so many places, and the lines that add up to it."""
    score = half_up(reduce(add, (entry.points for entry in entries)), places)
    lines = [Line(entry.part, entry.rule, entry.inputs, shown(entry.points)) for entry in entries]
    difference = score - sum(line.points for line in lines)
    if difference:
        lines.append(Line(ROUNDING, "§3", {"places": Decimal(places)}, difference))
    return score, tuple(lines)


def half_up(value: Fraction, places: int) -> Decimal:
    """The nearest decimal of so many places; a tie goes away from zero, as a clerk rounds."""
    scale = 10**places
    twice, denominator = 2 * abs(value.numerator) * scale, value.denominator
    units = (twice + denominator) // (2 * denominator)
    return Decimal(units if value.numerator >= 0 else -units).scaleb(-places)


def shown(value: Fraction) -> Decimal:
    """A value as a line shows it: a decimal of at most six places."""
    points = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = points.quantize(_SHOWN, ROUND_HALF_UP)
    return points if points == rounded else rounded

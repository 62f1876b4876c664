"""Two sides measured in turn, so that what drifts on the machine meets both; medians, spreads and their ratio."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

#: One measurement of one side: a rate or a time, in the side's unit.
Side = Callable[[], Awaitable[float]]


@dataclass(frozen=True)
class AtLeast:
    """The ratio that is wanted, or more: for rates."""

    bound: float

    def met(self, ratio: float) -> bool:
        return ratio >= self.bound

    def __str__(self) -> str:
        return f"≥ {self.bound}"


@dataclass(frozen=True)
class AtMost:
    """The ratio that is wanted, or less: for times and sizes."""

    bound: float

    def met(self, ratio: float) -> bool:
        return ratio <= self.bound

    def __str__(self) -> str:
        return f"≤ {self.bound}"


@dataclass(frozen=True)
class Series:
    """What one side measured, in the order of the rounds."""

    values: Sequence[float]
    unit: str

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def low(self) -> float:
        return min(self.values)

    @property
    def high(self) -> float:
        return max(self.values)


@dataclass(frozen=True)
class Measured:
    """The outcome of one ratio: the number, both sides by name (ours first), further figures (their unit in the name).

    `checked` says in words what was compared so that both sides do the same.
    """

    ratio: float
    sides: Mapping[str, Series]
    figures: Mapping[str, float] = field(default_factory=dict)
    checked: str = ""


async def alternate(rounds: int, sides: Mapping[str, Side], unit: str) -> dict[str, Series]:
    """Measure every side once a round. Each second round goes backwards: who comes first changes."""
    values: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(rounds):
        for name in list(sides) if turn % 2 == 0 else reversed(list(sides)):
            values[name].append(await sides[name]())
    return {name: Series(found, unit) for name, found in values.items()}


def ratio(ours: Series, theirs: Series) -> float:
    """The median of the rounds' ratios: of the two figures of one round, both met the same machine."""
    return median(one / other for one, other in zip(ours.values, theirs.values, strict=True))

"""Comparisons of policies that nobody worked out: real types, made-up values, the same for the same key."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from types import SimpleNamespace, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from kaohe.workflow.domain.comparison import Comparison
from kaohe.workflow.domain.comparison.model import CycleComparison


@dataclass(frozen=True)
class MadeQuestion:
    """What `what_if.ask` gives, answered at once; `number` makes a number of a key."""

    key: object
    number: Callable[..., int]

    @property
    def collected(self) -> Any:
        return SimpleNamespace(sealed=self.number(self.key) % 2 == 0)

    async def answer(self) -> Comparison:
        made: Comparison = self._made(Comparison, "comparison")
        return Comparison(made.before, made.after, (self._made(CycleComparison, "cycle"),))

    def _made(self, kind: Any, *place: object) -> Any:
        """A value of this type; what is text is a number's, since some of it is read as an id."""
        seed, of = self.number(self.key, place), get_args(kind)
        if is_dataclass(kind):
            hints = get_type_hints(kind)
            return kind(**{one.name: self._made(hints[one.name], *place, one.name) for one in fields(kind)})  # type: ignore[operator]
        if isinstance(kind, type) and issubclass(kind, Enum):
            return list(kind)[seed % len(kind)]
        if get_origin(kind) is tuple:
            return tuple(self._made(of[0], *place, index) for index in range(seed % 4))
        if get_origin(kind) is UnionType:
            return None if seed % 3 == 0 else self._made(of[0], *place, "there")
        made = {int: seed % 100, str: str(seed % 1000), bool: seed % 2 == 0, Decimal: Decimal(seed % 1000) / 10}
        return made[kind] if kind in made else of[0]

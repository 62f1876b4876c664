"""What a process keeps because it never changes (长存)."""

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key, `most` at most: the oldest goes where there would be more."""

    def __init__(self, most: int) -> None:
        self._values: dict[K, V] = {}
        self._most = most

    def get(self, key: K) -> V | None:
        """The value of a key; None where none is kept."""
        return self._values.get(key)

    def keep(self, key: K, value: V) -> None:
        """Keep a value from now on."""
        if key not in self._values and len(self._values) >= self._most:
            del self._values[next(iter(self._values))]
        self._values[key] = value

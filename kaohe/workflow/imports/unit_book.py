"""Finding the unit that a cell names, by its key or its name, among those of the body and of the file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from kaohe.workflow.imports.problems import BadCell


class Named(Protocol):
    """A unit as a file has it."""

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...


class UnitBook:
    """The units after the import, as far as names go. `stored` are the body's, by key; `added` come from the file."""

    def __init__(self, stored: Mapping[str, Mapping[str, Any]], added: Iterable[Named] = ()) -> None:
        self._names = {key: str(row["name"]) for key, row in stored.items()}
        self._names |= {unit.key: unit.name for unit in added}
        self._keys: dict[str, list[str]] = defaultdict(list)
        for key, name in self._names.items():
            self._keys[name].append(key)

    def key_of(self, named: str) -> str:
        """The unit's key; BadCell where there is no such unit, or several of that name."""
        if named in self._names:
            return named
        keys = self._keys.get(named, [])
        if not keys:
            raise BadCell(f"没有单位“{named}”", f"there is no unit “{named}”")
        if len(keys) > 1:
            listed = "、".join(sorted(keys))
            raise BadCell(
                f"有多个单位名为“{named}”，请填单位代码：{listed}",
                f"several units are named “{named}”; write the key: {listed}",
            )
        return keys[0]

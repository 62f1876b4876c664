"""Who has something out of the ordinary in a quarter: chosen by the seed among people without an office."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from kaohe.rehearsal.failures import must
from kaohe.rehearsal.people import People

#: Shares of those left over after the single parts are cast.
_LATE, _MISSED, _CLAIMING = 0.02, 0.02, 0.08

_SINGLE = (
    "excluded", "returning", "mover", "pending", "on_probation", "on_leave", "on_behalf", "excused", "late", "missed",
    "returned_summary", "claiming", "same_matter",
)  # fmt: skip


@dataclass
class Cast:
    """Parts by name, each with the staff numbers of those who play it. Nobody has two."""

    parts: dict[str, list[str]] = field(default_factory=dict)

    def __getitem__(self, part: str) -> list[str]:
        return self.parts.get(part, [])

    def one(self, part: str) -> str:
        return self.parts[part][0]

    def plays(self, number: str, *parts: str) -> bool:
        return any(number in self[part] for part in parts)


def cast(cases: Sequence[Any], people: People, chance: Random) -> Cast:
    """Choose from the people who have a case, are plain and hold no role."""
    members = [people.by_number.get(str(case["person"]["number"])) for case in cases]
    free = [one for one in members if one is not None and one.ordinary]
    must(len(free) >= len(_SINGLE), f"the roster has at least {len(_SINGLE)} people without an office")
    chance.shuffle(free)
    chosen = Cast({part: [free.pop().number] for part in _SINGLE})
    for part, share in (("late", _LATE), ("missed", _MISSED), ("claiming", _CLAIMING)):
        for _ in range(int(len(cases) * share)):
            if free:
                chosen.parts[part].append(free.pop().number)
    return chosen

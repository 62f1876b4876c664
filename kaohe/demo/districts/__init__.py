"""The rosters of the two districts (要求 S0、S1), at the size that their sources report: made in memory, always the same."""

from collections.abc import Callable, Mapping

from kaohe.demo.districts import daguan, show_assess_use
from kaohe.demo.districts.seats import Roster

ROSTERS: Mapping[str, Callable[[int], Roster]] = {
    "daguan": daguan.roster,
    "show-assess-use": show_assess_use.roster,
}
"""By the key of the shipped scheme; each takes a scale, 1 for the source's size."""

__all__ = ["ROSTERS", "Roster"]

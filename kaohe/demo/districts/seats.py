"""What a made-up roster consists of: units, and the seats in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kaohe.demo.names import names
from kaohe.demo.sheets import workbook

_UNITS = ("单位代码", "单位名称", "上级单位", "外部单位", "单位分类")
_PEOPLE = ("工号", "姓名", "单位", "职务", "职级", "分管工作", "管理类别", "岗位类别", "角色")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `parent` is another's key, empty for the body itself and for units outside of it."""

    key: str
    name: str
    parent: str = ""
    unit_class: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A post with somebody in it. `management`: who manages him, where a scheme leaves such people out."""

    unit: str
    post: str
    rank: str = ""
    work: str = ""
    management: str = ""
    post_category: str = ""
    roles: tuple[str, ...] = ()

    def with_roles(self, *roles: str) -> "Seat":
        """The seat with further roles."""
        return replace(self, roles=(*self.roles, *roles))


@dataclass(frozen=True, slots=True)
class Roster:
    """A body's units and seats. `seed` makes the names, the seats' order the staff numbers: d00001, d00002 …"""

    units: Sequence[Unit]
    seats: Sequence[Seat]
    seed: int

    def to_workbook(self) -> bytes:
        """The roster as .xlsx for `kaohe import roster`."""
        name = names(self.seed)
        called = {unit.key: unit.name for unit in self.units}
        units = [
            (unit.key, unit.name, unit.parent, "是" if unit.outside else "否", unit.unit_class) for unit in self.units
        ]
        people = [
            (
                f"d{place:05}",
                next(name),
                called[seat.unit],
                seat.post,
                seat.rank,
                seat.work,
                seat.management,
                seat.post_category,
                "；".join(seat.roles),
            )
            for place, seat in enumerate(self.seats, start=1)
        ]
        return workbook({"单位": (_UNITS, units), "人员": (_PEOPLE, people)})

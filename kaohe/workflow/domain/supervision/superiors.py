"""Who stands above a unit (上级单位领导): the leaders of every unit above it, or the office where there is none."""

from collections.abc import Iterator

from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import Situation

_LEADERS = (Role.MAIN_LEADER, Role.LEADER_IN_CHARGE)


def superior_keys(unit_id: int, situation: Situation) -> frozenset[str]:
    """The role keys of those who lead a unit above `unit_id`, as far as somebody holds them; else the office's."""
    keys = (role_key(role, above) for above in _above(unit_id, situation) for role in _LEADERS)
    return frozenset(key for key in keys if situation.holders.get(key)) or frozenset({role_key(Role.OFFICE)})


def _above(unit_id: int, situation: Situation) -> Iterator[int]:
    place = situation.units.get(unit_id)
    while place is not None and place.parent_id is not None:
        yield place.parent_id
        place = situation.units.get(place.parent_id)

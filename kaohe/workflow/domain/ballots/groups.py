"""Which groups of raters a person is in, seen from one unit (S1-15, S1-17). A person may be in several; the policy's order
says in which he rates."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from kaohe.workflow.domain.policy.ballots import RaterGroup
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import Situation

Groups = Mapping[int, frozenset[RaterGroup]]


def groups_of(
    unit_id: int, members: Mapping[int, Collection[int]], external: Iterable[int], situation: Situation
) -> Groups:
    """The groups of everybody who may rate in `unit_id`, by person.

    `members` are the active people of each unit as this cycle sees them, `external` those approved from outside. Leaders
    come from the posts that are held now (`Situation.holders`, active people only).
    """
    units = situation.units
    above = units[unit_id].parent_id if unit_id in units else None
    deputies = _holders(situation, Role.DEPUTY_LEADER, [unit_id])
    heads = _holders(situation, Role.MAIN_LEADER, [unit_id])
    superior = _holders(situation, Role.LEADER_IN_CHARGE, [unit_id])
    superior_staff = frozenset[int]()
    if above is not None:
        superior |= _holders(situation, Role.MAIN_LEADER, [above]) | _holders(situation, Role.DEPUTY_LEADER, [above])
        superior_staff = frozenset(members.get(above, ())) - superior
    found = {
        RaterGroup.MAIN_LEADER: heads,
        RaterGroup.DEPUTIES: deputies,
        RaterGroup.STAFF: frozenset(members.get(unit_id, ())) - heads - deputies,
        RaterGroup.SUPERIOR_LEADERS: superior,
        RaterGroup.SUPERIOR_STAFF: superior_staff,
        RaterGroup.SUBORDINATE_LEADERS: _holders(situation, Role.MAIN_LEADER, _below(unit_id, situation)),
        RaterGroup.PEER_LEADERS: _holders(situation, Role.MAIN_LEADER, _peers(unit_id, situation)),
        RaterGroup.EXTERNAL: frozenset(external),
    }
    groups: dict[int, set[RaterGroup]] = defaultdict(set)
    for group, people in found.items():
        for person in people:
            groups[person].add(group)
    return {person: frozenset(of_person) for person, of_person in sorted(groups.items())}


def _holders(situation: Situation, role: Role, units: Iterable[int]) -> frozenset[int]:
    return frozenset[int]().union(*(situation.holders.get(role_key(role, unit), frozenset()) for unit in units))


def _below(unit_id: int, situation: Situation) -> list[int]:
    return [one for one, place in situation.units.items() if place.parent_id == unit_id]


def _peers(unit_id: int, situation: Situation) -> list[int]:
    """The other units of the same class under the same one; nothing is beside the body itself."""
    own = situation.units.get(unit_id)
    if own is None or own.parent_id is None:
        return []
    class_of = situation.policy.class_of
    return [
        one
        for one, place in situation.units.items()
        if one != unit_id
        and place.parent_id == own.parent_id
        and class_of(place.unit_class) == class_of(own.unit_class)
    ]

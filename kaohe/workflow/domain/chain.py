"""Who holds a step of a chain (审核链): its own role, or the next one up where that role cannot act.

Source: requirements §3, "own case" and "second look": a vacant post, one's own case or that of a declared relative goes
one step up; nobody acts twice in one chain; round two goes to another where the chain has one.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from kaohe.workflow.domain.roles import Role, role_key

Holders = Mapping[str, frozenset[int]]


@lru_cache(maxsize=10_000)
def ladder_of(role: Role, unit_id: int, root_unit_id: int) -> tuple[str, ...]:
    """The role keys for a step about a person of `unit_id`, lowest first; ValueError for a role that reviews none."""
    in_charge = role_key(Role.LEADER_IN_CHARGE, unit_id)
    head = role_key(Role.MAIN_LEADER, root_unit_id)
    office = role_key(Role.OFFICE)
    ladders = {
        Role.MAIN_LEADER: (role_key(Role.MAIN_LEADER, unit_id), in_charge, head, office),
        Role.LEADER_IN_CHARGE: (in_charge, head, office),
        Role.OFFICE: (office, head),
    }
    if role not in ladders:
        raise ValueError(f"no ladder starts at {role}")
    return tuple(dict.fromkeys(ladders[role]))


def holder(ladder: Sequence[str], holders: Holders, barred: frozenset[int]) -> str | None:
    """The first key of the ladder that somebody holds who is not barred; None where nobody is left to act."""
    return next((key for key in ladder if holders.get(key, frozenset()) - barred), None)


def barred_in_round_two(
    ladder: Sequence[str], holders: Holders, barred: frozenset[int], acted_before: frozenset[int]
) -> frozenset[int]:
    """Who may not act on a step in round two: those who acted on it before as well, unless nobody else is left."""
    stricter = barred | acted_before
    return barred if holder(ladder, holders, stricter) is None else stricter

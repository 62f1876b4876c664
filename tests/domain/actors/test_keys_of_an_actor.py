"""What an actor may do follows from the keys that he holds."""

import pytest
from support.snapshots import ACTORS, OTHER_UNIT, PERSON, UNIT

from kaohe.workflow.domain.actor import Actor, system
from kaohe.workflow.domain.roles import Role, parts_of, person_key, role_key

LEADER = Actor(
    1, "x", 4, 104, UNIT, frozenset({f"main_leader@{UNIT}", f"unit_clerk@{OTHER_UNIT}", "office", "person@104"})
)


def test_a_role_is_held_where_it_is_held() -> None:
    assert LEADER.has(Role.OFFICE)
    assert LEADER.has(Role.MAIN_LEADER, UNIT)
    assert not LEADER.has(Role.MAIN_LEADER)
    assert not LEADER.has(Role.MAIN_LEADER, OTHER_UNIT)
    assert not LEADER.has(Role.OFFICE, UNIT)


def test_the_units_of_a_role() -> None:
    assert LEADER.units_of(Role.MAIN_LEADER) == {UNIT}
    assert LEADER.units_of(Role.MAIN_LEADER, Role.UNIT_CLERK) == {UNIT, OTHER_UNIT}
    assert LEADER.units_of(Role.OFFICE) == LEADER.units_of() == frozenset()
    outside = ACTORS["outside"]
    assert outside.units_of(Role.OUTSIDE_APPROVER) == frozenset()


def test_a_person_is_himself_only() -> None:
    assert LEADER.is_person(104)
    assert not LEADER.is_person(PERSON)
    assert not LEADER.is_person(None)


def test_the_system_is_nobody() -> None:
    one = system(7)
    assert (one.is_system, one.body_id, one.name, one.keys, one.loans) == (True, 7, "系统", frozenset(), ())
    assert not LEADER.is_system


@pytest.mark.parametrize(
    ("key", "role", "at"),
    [
        ("main_leader@12", Role.MAIN_LEADER, "12"),
        ("outside_approver@county_authority", Role.OUTSIDE_APPROVER, "county_authority"),
        ("office", Role.OFFICE, None),
        ("person@7", Role.PERSON, "7"),
    ],
)
def test_a_key_has_two_parts(key: str, role: Role, at: str | None) -> None:
    assert parts_of(key) == (role, at)
    assert role_key(role, at) == key
    assert person_key(7) == "person@7"

"""Who stands above a unit."""

import pytest
from support.snapshots import situation

from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import UnitPlace
from kaohe.workflow.domain.supervision.superiors import superior_keys

ROOT, BUREAU, SECTION = 1, 2, 3
PLACES = {ROOT: UnitPlace(None), BUREAU: UnitPlace(ROOT), SECTION: UnitPlace(BUREAU)}


def key(role: Role, unit: int) -> str:
    return role_key(role, unit)


def above(unit: int, *held: str) -> set[str]:
    holders = {one: frozenset({number}) for number, one in enumerate(held, 1)}
    return set(superior_keys(unit, situation(units=PLACES, holders=holders)))


@pytest.mark.req("S0-26", "S0-16")
def test_the_leaders_of_every_unit_above() -> None:
    head, bureau = key(Role.MAIN_LEADER, ROOT), key(Role.MAIN_LEADER, BUREAU)
    in_charge, own = key(Role.LEADER_IN_CHARGE, BUREAU), key(Role.MAIN_LEADER, SECTION)
    held = (head, bureau, in_charge, own, key(Role.UNIT_CLERK, BUREAU), "office")
    assert above(SECTION, *held) == {head, bureau, in_charge}
    assert above(BUREAU, *held) == {head}


@pytest.mark.req("S0-26")
def test_the_office_where_nobody_leads_a_unit_above() -> None:
    assert above(ROOT, key(Role.MAIN_LEADER, ROOT), "office") == {"office"}
    assert above(SECTION, key(Role.MAIN_LEADER, SECTION)) == {"office"}
    assert above(99) == {"office"}

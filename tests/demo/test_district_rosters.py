"""The two districts have the figures of their sources, and a small one is a district still."""

from collections import Counter

import pytest

from kaohe.demo.districts import ROSTERS, daguan, show_assess_use
from kaohe.demo.districts.seats import Roster, Seat
from kaohe.demo.districts.show_assess_use import YOUTH_LEAGUE
from kaohe.policies.shipped import shipped_policy
from kaohe.workflow.imports.roster.tables import MANAGEMENT_WORDS

DAGUAN, DISTRICT = daguan.roster(), show_assess_use.roster()


def assessed(key: str, roster: Roster) -> list[Seat]:
    """The seats of the body's own units that the scheme does not leave out."""
    excluded = shipped_policy(key).scope.excluded_management
    outside = {unit.key for unit in roster.units if unit.outside}
    managed = {seat: MANAGEMENT_WORDS.get(seat.management, seat.management) for seat in roster.seats}
    return [seat for seat in roster.seats if seat.unit not in outside and managed[seat] not in excluded]


def sizes(key: str, roster: Roster) -> Counter[str]:
    return Counter(seat.unit for seat in assessed(key, roster))


@pytest.mark.req("S0-3")
def test_daguan_has_164_people_in_40_units() -> None:
    found = sizes("daguan", DAGUAN)
    assert (len(found), found.total()) == (40, 164)
    assert min(found.values()) >= 3


@pytest.mark.req("S0-9", "S0-17")
def test_daguan_has_windows_and_heads_of_second_level_bodies_who_are_assessed() -> None:
    parents = {unit.key: unit.parent for unit in DAGUAN.units}
    assert {unit.unit_class for unit in DAGUAN.units if unit.parent} == {"department", "window"}
    heads = [seat for seat in assessed("daguan", DAGUAN) if f"main_leader@{seat.unit}" in seat.roles]
    assert heads
    assert all(parents[head.unit] != daguan.ROOT for head in heads)


@pytest.mark.req("S1-1", "S1-17")
def test_the_district_has_89_units_in_three_classes_and_1340_cadres() -> None:
    found = sizes("show-assess-use", DISTRICT)
    classes = Counter(unit.unit_class for unit in DISTRICT.units if unit.key in found)
    assert (len(found), found.total()) == (89, 1340)
    assert classes == {"township": 14, "district_unit": 45, "subordinate_unit": 30}


@pytest.mark.req("S1-31")
def test_the_district_has_as_many_people_of_each_rank_as_the_source_reports() -> None:
    ranks = Counter(seat.rank for seat in assessed("show-assess-use", DISTRICT))
    assert ranks == {"正科级": 222, "副科级": 387, "一般干部": 731}


@pytest.mark.req("S1-26")
def test_16_units_have_fewer_than_8_people_and_the_youth_league_has_3() -> None:
    found = sizes("show-assess-use", DISTRICT)
    small = sorted(size for size in found.values() if size < 8)
    assert len(small) == 16
    assert {3, 5} <= set(small)
    assert found[YOUTH_LEAGUE] == 3


@pytest.mark.parametrize("scale", [1, 15, 30])
@pytest.mark.parametrize("key", ROSTERS)
def test_whatever_its_size_every_unit_has_its_posts(key: str, scale: int) -> None:
    roster = ROSTERS[key](scale)
    roles = Counter(role for seat in roster.seats for role in seat.roles)
    for unit in sizes(key, roster):
        assert [roles[f"{role}@{unit}"] for role in ("main_leader", "unit_clerk")] == [1, 1]
        assert roles[f"leader_in_charge@{unit}"] >= 1
    assert roles["office"] >= 2
    assert min(roles[role] for role in ("committee_secretary", "administrator", "committee_member")) >= 1
    assert {unit.parent for unit in roster.units} <= {"", *(unit.key for unit in roster.units)}


@pytest.mark.parametrize("key", ROSTERS)
def test_a_roster_is_always_the_same(key: str) -> None:
    assert ROSTERS[key](1).to_workbook() == ROSTERS[key](1).to_workbook()

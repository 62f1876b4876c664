"""Which groups a person is in, seen from a unit (S1-15, S1-17), and who approves external raters (S1-26)."""

import pytest
from support.snapshots import POLICY, situation

from kaohe.workflow.domain.ballots.groups import groups_of
from kaohe.workflow.domain.ballots.superior import approver_key
from kaohe.workflow.domain.policy.ballots import RaterGroup
from kaohe.workflow.domain.policy.units import UnitClass
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import Situation, UnitPlace

G = RaterGroup

ROOT, BUREAU, TOWN, OTHER_TOWN, STATION = 1, 2, 3, 4, 5

PLACES = {
    ROOT: UnitPlace(None),
    BUREAU: UnitPlace(ROOT),
    TOWN: UnitPlace(ROOT),
    OTHER_TOWN: UnitPlace(ROOT),
    STATION: UnitPlace(BUREAU),
}

HOLDERS = {
    role_key(Role.MAIN_LEADER, ROOT): frozenset({10}),
    role_key(Role.DEPUTY_LEADER, ROOT): frozenset({11}),
    role_key(Role.LEADER_IN_CHARGE, BUREAU): frozenset({12}),
    role_key(Role.MAIN_LEADER, BUREAU): frozenset({20}),
    role_key(Role.DEPUTY_LEADER, BUREAU): frozenset({21}),
    role_key(Role.MAIN_LEADER, TOWN): frozenset({30}),
    role_key(Role.MAIN_LEADER, OTHER_TOWN): frozenset({40}),
    role_key(Role.MAIN_LEADER, STATION): frozenset({50}),
    role_key(Role.OFFICE): frozenset({60}),
}

MEMBERS = {BUREAU: {20, 21, 22, 23}, ROOT: {10, 11, 13}}


def at() -> Situation:
    return situation(units=PLACES, holders=HOLDERS, root_unit_id=ROOT)


@pytest.mark.req("S1-15", "S1-19")
def test_a_bureau_is_rated_from_above_beside_within_and_below() -> None:
    assert groups_of(BUREAU, MEMBERS, [90], at()) == {
        10: {G.SUPERIOR_LEADERS},
        11: {G.SUPERIOR_LEADERS},
        12: {G.SUPERIOR_LEADERS},
        13: {G.SUPERIOR_STAFF},
        20: {G.MAIN_LEADER},
        21: {G.DEPUTIES},
        22: {G.STAFF},
        23: {G.STAFF},
        30: {G.PEER_LEADERS},
        40: {G.PEER_LEADERS},
        50: {G.SUBORDINATE_LEADERS},
        90: {G.EXTERNAL},
    }


@pytest.mark.req("S1-17")
def test_peers_are_leaders_of_units_of_the_same_class() -> None:
    classes = (
        UnitClass(key="township", label="乡镇", label_en="township"),
        UnitClass(key="district", label="区直", label_en="district", default=True),
    )
    units = {**PLACES, TOWN: UnitPlace(ROOT, "township"), OTHER_TOWN: UnitPlace(ROOT, "township")}
    policy = POLICY.model_copy(update={"unit_classes": classes})
    of_town = groups_of(TOWN, {}, [], situation(units=units, holders=HOLDERS, policy=policy))
    assert {person for person, groups in of_town.items() if G.PEER_LEADERS in groups} == {40}


def test_the_body_itself_has_nothing_above_or_beside() -> None:
    found = groups_of(ROOT, MEMBERS, [], at())
    assert {group for groups in found.values() for group in groups} == {
        G.MAIN_LEADER,
        G.DEPUTIES,
        G.STAFF,
        G.SUBORDINATE_LEADERS,
    }


def test_whoever_holds_two_posts_is_in_both_groups() -> None:
    holders = {**HOLDERS, role_key(Role.MAIN_LEADER, TOWN): frozenset({22})}
    found = groups_of(BUREAU, MEMBERS, [], situation(units=PLACES, holders=holders))
    assert found[22] == {G.STAFF, G.PEER_LEADERS}


@pytest.mark.req("S1-26")
@pytest.mark.parametrize(
    ("unit", "proposed_by", "key"),
    [
        (STATION, 50, role_key(Role.MAIN_LEADER, BUREAU)),
        (BUREAU, None, role_key(Role.MAIN_LEADER, ROOT)),
        (STATION, 20, role_key(Role.OFFICE)),  # who proposed leads the unit above as well
        (ROOT, 10, role_key(Role.OFFICE)),
        (99, None, role_key(Role.OFFICE)),
    ],
)
def test_the_leader_above_approves_or_the_office(unit: int, proposed_by: int | None, key: str) -> None:
    assert approver_key(unit, proposed_by, at()) == key


@pytest.mark.req("S1-26")
def test_a_vacant_post_above_leaves_it_to_the_office() -> None:
    holders = {role_key(Role.OFFICE): frozenset({60})}
    assert approver_key(STATION, None, situation(units=PLACES, holders=holders)) == role_key(Role.OFFICE)

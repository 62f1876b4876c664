"""Who is told that something is overdue: one step up, or the policy's role; never who is late, nor who keeps away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.snapshots import KEYS, PERSON, ROOT, UNIT, situation

from kaohe.workflow.domain.escalation import Late, level_key, one_step_up
from kaohe.workflow.domain.policy.stages import REPORTED_TO
from kaohe.workflow.domain.roles import Role

HEAD = f"main_leader@{ROOT}"
WITH_HEAD = situation().holders | {HEAD: frozenset({120})}
CLERK, LEADER, IN_CHARGE = (f"{role}@{UNIT}" for role in ("unit_clerk", "main_leader", "leader_in_charge"))


@pytest.mark.req("S3-30", "S3-31")
@pytest.mark.parametrize(
    ("late", "told"),
    [
        (f"person@{PERSON}", LEADER),
        (CLERK, LEADER),
        (LEADER, IN_CHARGE),
        (IN_CHARGE, HEAD),
        (HEAD, "office"),
        ("office", HEAD),
        ("committee_secretary", HEAD),
        ("outside_approver@county_authority", "office"),
    ],
)
def test_one_step_up(late: str, told: str) -> None:
    assert one_step_up(Late(late, UNIT), situation(holders=WITH_HEAD)) == told


@pytest.mark.req("S3-31", "§3")
def test_vacant_posts_are_passed_over() -> None:
    vacant = {key: people for key, people in WITH_HEAD.items() if key not in (LEADER, IN_CHARGE)}
    assert one_step_up(Late(CLERK, UNIT), situation(holders=vacant)) == HEAD
    assert level_key(Role.MAIN_LEADER, Late(CLERK, UNIT), situation(holders=vacant)) == HEAD


@pytest.mark.req("S3-31", "§3")
def test_nobody_is_told_of_his_own_case_or_a_relatives() -> None:
    leader = KEYS["main_leader"][0]
    assert one_step_up(Late(CLERK, UNIT, leader), situation(holders=WITH_HEAD)) == IN_CHARGE
    related = situation(holders=WITH_HEAD, relatives={PERSON: frozenset({leader})})
    assert one_step_up(Late(CLERK, UNIT, PERSON), related) == IN_CHARGE
    assert one_step_up(Late(CLERK, UNIT, PERSON + 1), related) == LEADER


@pytest.mark.req("S3-31")
def test_a_level_that_is_late_itself_goes_one_step_further() -> None:
    here = situation(holders=WITH_HEAD)
    assert level_key(Role.LEADER_IN_CHARGE, Late(LEADER, UNIT), here) == IN_CHARGE
    assert level_key(Role.LEADER_IN_CHARGE, Late(IN_CHARGE, UNIT), here) == HEAD
    assert level_key(Role.COMMITTEE_SECRETARY, Late("committee_secretary", UNIT), here) == HEAD
    assert level_key(Role.COMMITTEE_SECRETARY, Late(IN_CHARGE, UNIT), here) == "committee_secretary"


late_keys = st.sampled_from([f"person@{PERSON}", CLERK, LEADER, IN_CHARGE, HEAD, "office", "committee_secretary"])
posts = st.dictionaries(st.sampled_from(sorted(WITH_HEAD)), st.frozensets(st.integers(100, 125), min_size=1))


@pytest.mark.req("S3-31")
@given(late_keys, st.sampled_from([UNIT, ROOT, None]), st.sampled_from(REPORTED_TO), posts)
def test_whoever_is_late_is_never_the_one_who_is_told(
    key: str, unit_id: int | None, role: Role, holders: dict[str, frozenset[int]]
) -> None:
    late, here = Late(key, unit_id), situation(holders=holders)
    assert one_step_up(late, here) != key
    assert level_key(role, late, here) != key


@pytest.mark.req("S3-31")
def test_a_level_may_be_the_clerk_or_the_committee() -> None:
    here = situation(holders=WITH_HEAD)
    assert level_key(Role.UNIT_CLERK, Late(f"person@{PERSON}", UNIT), here) == CLERK
    assert level_key(Role.UNIT_CLERK, Late(CLERK, UNIT), here) == LEADER
    no_clerk = situation(holders={key: people for key, people in WITH_HEAD.items() if key != CLERK})
    assert level_key(Role.UNIT_CLERK, Late(f"person@{PERSON}", UNIT), no_clerk) == LEADER
    nobody_in_the_unit = situation(holders={HEAD: frozenset({120})})
    assert level_key(Role.UNIT_CLERK, Late(f"person@{PERSON}", UNIT), nobody_in_the_unit) == HEAD
    assert level_key(Role.COMMITTEE_MEMBER, Late(CLERK, UNIT), here) == "committee_member"
    assert level_key(Role.COMMITTEE_MEMBER, Late(CLERK, UNIT), nobody_in_the_unit) == HEAD
    assert level_key(Role.OFFICE, Late(CLERK, UNIT), situation(holders={})) == HEAD


@pytest.mark.req("S3-31")
def test_work_of_no_unit_is_the_bodys() -> None:
    here = situation(holders=WITH_HEAD)
    assert one_step_up(Late("person@1"), here) == HEAD
    assert level_key(Role.MAIN_LEADER, Late("person@1"), here) == HEAD
    assert one_step_up(Late("office"), situation(holders={})) == HEAD
    assert one_step_up(Late("committee_secretary"), situation(holders={})) == "office"
    assert one_step_up(Late("outside_approver@x"), situation(holders={HEAD: frozenset({120})})) == HEAD

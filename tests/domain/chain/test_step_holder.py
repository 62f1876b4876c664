"""Who holds a step of the review chain (requirements §3, "own case" and "second look")."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.chain import barred_in_round_two, holder, ladder_of
from kaohe.workflow.domain.roles import Role

CHIEF, IN_CHARGE, HEAD, CLERK_OF_OFFICE = 1, 2, 3, 4
LADDER = ladder_of(Role.MAIN_LEADER, 12, 1)
HOLDERS = {
    "main_leader@12": frozenset({CHIEF}),
    "leader_in_charge@12": frozenset({IN_CHARGE}),
    "main_leader@1": frozenset({HEAD}),
    "office": frozenset({CLERK_OF_OFFICE}),
}
NOBODY: frozenset[int] = frozenset()

people = st.frozensets(st.integers(1, 6), max_size=4)
holder_maps = st.dictionaries(st.sampled_from(LADDER), people)


@pytest.mark.req("S3-30", "S3-31")
def test_the_ladders_run_from_the_unit_to_the_office() -> None:
    assert LADDER == ("main_leader@12", "leader_in_charge@12", "main_leader@1", "office")
    assert ladder_of(Role.LEADER_IN_CHARGE, 12, 1) == ("leader_in_charge@12", "main_leader@1", "office")
    assert ladder_of(Role.OFFICE, 12, 1) == ("office", "main_leader@1")


@pytest.mark.req("S3-30")
def test_at_the_root_unit_no_rung_comes_twice() -> None:
    assert ladder_of(Role.MAIN_LEADER, 1, 1) == ("main_leader@1", "leader_in_charge@1", "office")


@pytest.mark.req("S3-30")
def test_a_role_that_reviews_nothing_has_no_ladder() -> None:
    with pytest.raises(ValueError, match="unit_clerk"):
        ladder_of(Role.UNIT_CLERK, 12, 1)


@pytest.mark.req("S3-30")
def test_a_step_belongs_to_its_own_role() -> None:
    assert holder(LADDER, HOLDERS, NOBODY) == "main_leader@12"


@pytest.mark.req("S3-30")
@pytest.mark.parametrize(
    ("barred", "key"),
    [
        ({CHIEF}, "leader_in_charge@12"),
        ({CHIEF, IN_CHARGE}, "main_leader@1"),
        ({CHIEF, IN_CHARGE, HEAD}, "office"),
        ({CHIEF, IN_CHARGE, HEAD, CLERK_OF_OFFICE}, None),
        ({IN_CHARGE}, "main_leader@12"),
    ],
)
def test_an_own_case_goes_one_step_up(barred: set[int], key: str | None) -> None:
    assert holder(LADDER, HOLDERS, frozenset(barred)) == key


@pytest.mark.req("S3-30")
def test_a_vacant_post_goes_one_step_up() -> None:
    for vacant in ({**HOLDERS, "main_leader@12": NOBODY}, {k: v for k, v in HOLDERS.items() if k != "main_leader@12"}):
        assert holder(LADDER, vacant, NOBODY) == "leader_in_charge@12"


@pytest.mark.req("S3-30")
def test_a_second_holder_of_the_same_role_is_enough() -> None:
    holders = {**HOLDERS, "main_leader@12": frozenset({CHIEF, 9})}
    assert holder(LADDER, holders, frozenset({CHIEF})) == "main_leader@12"


@pytest.mark.req("S3-38")
def test_round_two_goes_to_another_where_the_chain_has_one() -> None:
    acted = frozenset({CHIEF})
    barred = barred_in_round_two(LADDER, HOLDERS, NOBODY, acted)
    assert barred == acted
    assert holder(LADDER, HOLDERS, barred) == "leader_in_charge@12"


@pytest.mark.req("S3-38")
def test_round_two_returns_to_the_same_reviewer_where_there_is_no_other() -> None:
    alone = {"main_leader@12": frozenset({CHIEF})}
    acted = frozenset({CHIEF})
    barred = barred_in_round_two(LADDER, alone, NOBODY, acted)
    assert barred == NOBODY
    assert holder(LADDER, alone, barred) == "main_leader@12"
    assert holder(LADDER, alone, barred_in_round_two(LADDER, alone, acted, acted)) is None


@pytest.mark.req("S3-30")
@given(holder_maps, people)
def test_a_held_step_has_someone_who_may_act_and_none_below_could(
    holders: dict[str, frozenset[int]], barred: frozenset[int]
) -> None:
    key = holder(LADDER, holders, barred)
    below = LADDER if key is None else LADDER[: LADDER.index(key)]
    assert key is None or holders[key] - barred
    assert not any(holders.get(rung, NOBODY) - barred for rung in below)


@pytest.mark.req("S3-38")
@given(holder_maps, people, people)
def test_round_two_never_lets_the_barred_act_and_is_held_whenever_round_one_could_be(
    holders: dict[str, frozenset[int]], barred: frozenset[int], acted: frozenset[int]
) -> None:
    stricter = barred_in_round_two(LADDER, holders, barred, acted)
    key = holder(LADDER, holders, stricter)
    assert barred <= stricter
    assert (key is None) == (holder(LADDER, holders, barred) is None)
    assert key is None or holders[key] - stricter

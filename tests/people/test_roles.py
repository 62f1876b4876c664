"""Roles: held at a unit, at an outside approver or at the body; open tasks follow them."""

import pytest
import pytest_asyncio
from sqlalchemy import select, text
from support.drive import aggregate_unit, submit_all
from support.world import add_performance, open_quarter

from kaohe.schema.models import RoleGrant
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.people import (
    deactivate_person,
    declare_relative,
    grant_role,
    reactivate_person,
    revoke_role,
    withdraw_relative,
)

pytestmark = pytest.mark.req("S3-30")


async def grant_of(bureau, name: str, role: Role) -> int:
    held = select(RoleGrant.id).where(RoleGrant.person_id == bureau.world.people[name], RoleGrant.role == role)
    return (await bureau.session.scalars(held)).one()


async def test_a_role_is_granted_and_taken_back(bureau):
    person = bureau.world.people["a1"]
    one = await bureau.do(grant_role, person, Role.UNIT_CLERK, unit_id=bureau.world.units["b"])
    assert await bureau.refused(grant_role, person, Role.UNIT_CLERK, unit_id=bureau.world.units["b"]) == [
        (Code.DUPLICATE, "role")
    ]
    await bureau.do(revoke_role, one)
    assert await bureau.refused(revoke_role, one) == [(Code.NOT_FOUND, "grantId")]


@pytest.mark.parametrize(
    ("role", "place", "refused"),
    [
        (Role.PERSON, {}, [(Code.BAD_INPUT, "role")]),
        (Role.MAIN_LEADER, {}, [(Code.REQUIRED, "unitId")]),
        (Role.MAIN_LEADER, {"scope": "x"}, [(Code.REQUIRED, "unitId"), (Code.BAD_INPUT, "scope")]),
        (Role.OFFICE, {"unit": "a"}, [(Code.BAD_INPUT, "unitId")]),
        (Role.OUTSIDE_APPROVER, {}, [(Code.REQUIRED, "scope")]),
        (Role.OUTSIDE_APPROVER, {"unit": "a", "scope": "county_authority"}, [(Code.BAD_INPUT, "unitId")]),
    ],
)
async def test_each_role_is_held_where_it_belongs(bureau, role, place, refused):
    place = {"unit_id": bureau.world.units[place["unit"]]} | place if "unit" in place else place
    place.pop("unit", None)
    assert await bureau.refused(grant_role, bureau.world.people["a1"], role, **place) == refused


async def test_only_an_administrator_makes_another_and_one_always_remains(bureau):
    person, only = bureau.world.people["a1"], await grant_of(bureau, "admin", Role.ADMINISTRATOR)
    assert await bureau.refused(grant_role, person, Role.ADMINISTRATOR) == [(Code.NOT_ALLOWED, None)]
    assert await bureau.refused(revoke_role, only) == [(Code.NOT_ALLOWED, None)]
    assert await bureau.refused(revoke_role, only, by="admin") == [(Code.BAD_INPUT, "grantId")]
    await bureau.do(grant_role, person, Role.ADMINISTRATOR, by="admin")
    await bureau.do(revoke_role, only, by="admin")


@pytest.mark.parametrize("who", ["a1", "a_leader", "chief", "secretary", "inspector"])
async def test_nobody_else_grants_or_revokes(bureau, who):
    held = await grant_of(bureau, "a_clerk", Role.UNIT_CLERK)
    assert await bureau.refused(grant_role, bureau.world.people["a1"], Role.OFFICE, by=who) == [
        (Code.NOT_ALLOWED, None)
    ]
    assert await bureau.refused(revoke_role, held, by=who) == [(Code.NOT_ALLOWED, None)]


async def test_another_body_s_grants_do_not_exist(bureau, other):
    foreign = select(RoleGrant.id).where(RoleGrant.body_id == other.body_id).limit(1)
    assert await bureau.refused(revoke_role, await bureau.session.scalar(foreign)) == [(Code.NOT_FOUND, "grantId")]


async def turn_of(bureau, name: str) -> str:
    """Whose turn it is with that person's case."""
    return await bureau.session.scalar(
        text("SELECT assignee_key FROM task WHERE state = 'open' AND subject = 'assessment' AND subject_id = :id"),
        {"id": await bureau.world.case(bureau.session, name)},
    )


@pytest_asyncio.fixture
async def aggregating(bureau):
    """a1's case waits for the clerk of unit a."""
    await add_performance(bureau.session, bureau.world)
    await open_quarter(bureau.session, bureau.world, bureau.now)
    await submit_all(bureau.session, bureau.world, bureau.now, "a1")
    return bureau


@pytest.mark.req("S3-29")
async def test_open_tasks_go_one_step_up_when_a_post_falls_vacant_and_come_back(aggregating):
    bureau, a = aggregating, aggregating.world.units["a"]
    assert await turn_of(bureau, "a1") == f"unit_clerk@{a}"
    await bureau.do(revoke_role, await grant_of(bureau, "a_clerk", Role.UNIT_CLERK))
    assert await turn_of(bureau, "a1") == f"main_leader@{a}"
    await bureau.do(grant_role, bureau.world.people["a2"], Role.UNIT_CLERK, unit_id=a)
    assert await turn_of(bureau, "a1") == f"unit_clerk@{a}"


@pytest.mark.req("S3-29")
async def test_so_they_do_when_the_holder_leaves_and_comes_back(aggregating):
    bureau, a = aggregating, aggregating.world.units["a"]
    clerk = bureau.world.people["a_clerk"]
    await bureau.do(deactivate_person, clerk)
    assert await turn_of(bureau, "a1") == f"main_leader@{a}"
    await bureau.do(reactivate_person, clerk)
    assert await turn_of(bureau, "a1") == f"unit_clerk@{a}"


async def test_so_they_do_when_the_reviewer_turns_out_to_be_a_relative(aggregating):
    bureau, a = aggregating, aggregating.world.units["a"]
    await aggregate_unit(bureau.session, bureau.world, bureau.now, "a", "a1")
    assert await turn_of(bureau, "a1") == f"main_leader@{a}"
    pair = bureau.world.people["a1"], bureau.world.people["a_leader"]
    declared = await bureau.do(declare_relative, *pair, "兄弟", by="a1")
    assert await turn_of(bureau, "a1") == f"leader_in_charge@{a}"
    await bureau.do(withdraw_relative, declared)
    assert await turn_of(bureau, "a1") == f"main_leader@{a}"

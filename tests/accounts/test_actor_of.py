"""The caller behind a token: his own key and those of his roles, in one statement."""

import pytest
from sqlalchemy import event

from kaohe.workflow.accounts import actor_of, actor_of_login, reset_password, sign_in
from kaohe.workflow.domain.roles import Role, person_key, role_key

pytestmark = pytest.mark.req("S1-3")


async def signed_in_as(desk, name: str):
    async with desk.database.transaction() as session:
        admin = desk.world.actor("admin")
        await reset_password(session, admin, desk.now, desk.world.accounts[name], desk.password)
        login = f"{desk.world.body_id}-{name}"
        return (await sign_in(session, login, desk.password, desk.now, desk.settings)).token


@pytest.mark.parametrize("name", ["a1", "a_leader", "deputy", "inspector", "admin"])
async def test_he_holds_the_keys_that_were_granted_to_him(desk, name):
    token = await signed_in_as(desk, name)
    async with desk.database.session() as session:
        assert await actor_of(session, token, desk.now) == desk.world.actor(name)


async def test_roles_at_units_and_approvers_have_keys_of_their_own(desk):
    async with desk.database.session() as session:
        leader = await actor_of_login(session, f"{desk.world.body_id}-a_leader", desk.now)
        inspector = await actor_of_login(session, f"{desk.world.body_id}-inspector", desk.now)
    assert leader.keys == {
        person_key(leader.person_id),
        role_key(Role.MAIN_LEADER, desk.world.units["a"]),
    }
    assert inspector.has(Role.OUTSIDE_APPROVER, "inspection_group")


async def test_it_takes_one_statement(desk):
    token = await signed_in_as(desk, "deputy")
    statements = []
    async with desk.database.session() as session:
        await session.connection()
        event.listen(
            desk.database.engine.sync_engine, "before_cursor_execute", lambda *args: statements.append(args[2])
        )
        await actor_of(session, token, desk.now)
    assert len(statements) == 1


@pytest.mark.parametrize("token", ["", "guess", "x" * 10_000])
async def test_a_token_that_nobody_was_given_is_nobody(desk, token):
    async with desk.database.session() as session:
        assert await actor_of(session, token, desk.now) is None

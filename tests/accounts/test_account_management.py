"""Opening, recovering and disabling accounts, and changing one's password."""

import pytest
from sqlalchemy import select

from kaohe.schema.models import Account
from kaohe.workflow.accounts import (
    actor_of,
    change_password,
    create_account,
    disable_account,
    enable_account,
    reset_password,
)
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.people import create_person

pytestmark = pytest.mark.req("S1-3")


def codes(caught) -> list[tuple[Code, str | None]]:
    return [(refusal.code, refusal.field) for refusal in caught.value.refusals]


async def do(desk, use_case, who, *args, **kwargs):
    async with desk.database.transaction() as session:
        return await use_case(session, desk.world.actor(who), desk.now, *args, **kwargs)


async def test_a_new_password_replaces_the_old_and_ends_the_other_sessions(desk):
    mine, other = await desk.sign_in(), await desk.sign_in()
    await do(desk, change_password, "a1", desk.password, "another horse", token=mine.token)
    with pytest.raises(Refused):
        await desk.sign_in()
    assert not (await desk.sign_in("another horse")).must_change
    async with desk.database.session() as session:
        assert await actor_of(session, mine.token, desk.now) is not None
        assert await actor_of(session, other.token, desk.now) is None


async def test_all_that_is_wrong_with_a_change_is_told_at_once(desk):
    with pytest.raises(Refused) as caught:
        await do(desk, change_password, "a1", "wrong", "short")
    assert codes(caught) == [(Code.WEAK_PASSWORD, "newPassword"), (Code.BAD_LOGIN, "currentPassword")]
    with pytest.raises(Refused) as caught:
        await do(desk, change_password, "a1", desk.password, desk.password)
    assert codes(caught) == [(Code.BAD_INPUT, "newPassword")]
    with pytest.raises(Refused) as caught:
        await do(desk, change_password, "a1", desk.password, "x" * 257)
    assert codes(caught) == [(Code.BAD_INPUT, "newPassword")]


async def test_the_administrator_recovers_a_locked_account(desk):
    for _ in range(5):
        with pytest.raises(Refused):
            await desk.sign_in("wrong")
    await do(desk, reset_password, "admin", desk.world.accounts["a1"], "given by admin")
    assert (await desk.sign_in("given by admin")).must_change


@pytest.mark.parametrize("who", ["a1", "office", "a_leader", "inspector"])
async def test_nobody_else_manages_accounts(desk, who):
    account_id = desk.world.accounts["a2"]
    for use_case, *args in (
        (reset_password, account_id, "long enough"),
        (disable_account, account_id),
        (enable_account, account_id),
        (create_account, desk.world.people["a2"], "login", "long enough"),
    ):
        with pytest.raises(Refused) as caught:
            await do(desk, use_case, who, *args)
        assert codes(caught) == [(Code.NOT_ALLOWED, None)]


async def test_a_foreign_body_s_account_does_not_exist(desk):
    from support.world import make_world

    async with desk.database.transaction() as session:
        other = await make_world(session, "other")
    with pytest.raises(Refused) as caught:
        await do(desk, reset_password, "admin", other.accounts["a1"], "long enough")
    assert codes(caught) == [(Code.NOT_FOUND, "accountId")]


async def test_a_new_account_signs_in_and_must_change_its_password(desk):
    person_id = await do(desk, create_person, "office", "N1", "新人", desk.world.units["a"])
    await do(desk, create_account, "admin", person_id, "newcomer", "long enough")
    assert (await desk.sign_in("long enough", login="newcomer")).must_change


async def test_login_and_person_have_one_account_each(desk):
    with pytest.raises(Refused) as caught:
        await do(desk, create_account, "admin", desk.world.people["a1"], desk.login, "short")
    assert codes(caught) == [
        (Code.WEAK_PASSWORD, "password"),
        (Code.DUPLICATE, "login"),
        (Code.DUPLICATE, "personId"),
    ]


async def test_nobody_disables_himself_and_enabling_undoes_it(desk):
    with pytest.raises(Refused) as caught:
        await do(desk, disable_account, "admin", desk.world.accounts["admin"])
    assert codes(caught) == [(Code.BAD_INPUT, "accountId")]
    await do(desk, disable_account, "admin", desk.world.accounts["a1"])
    await do(desk, enable_account, "admin", desk.world.accounts["a1"])
    assert await desk.sign_in()
    async with desk.database.session() as session:
        assert await session.scalar(select(Account.disabled).where(Account.login == desk.login)) is False

"""Signing in and out: tokens, their end, and the lock after wrong passwords."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from kaohe.workflow.accounts import actor_of, disable_account, sign_out
from kaohe.workflow.accounts.sign_in import LOCK_AFTER, LOCKED_FOR
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.people import deactivate_person

pytestmark = pytest.mark.req("S1-3")


async def code_of(attempt) -> Code:
    with pytest.raises(Refused) as caught:
        await attempt
    (refusal,) = caught.value.refusals
    return refusal.code


async def caller(desk, token, at=None):
    async with desk.database.session() as session:
        return await actor_of(session, token, at or desk.now)


async def test_the_right_password_brings_a_token_that_expires(desk):
    signed_in = await desk.sign_in()
    assert signed_in.expires_at == desk.now + timedelta(hours=2)
    assert signed_in.must_change
    actor = await caller(desk, signed_in.token)
    assert actor is not None
    assert actor.is_person(desk.world.people["a1"])
    assert await caller(desk, signed_in.token, signed_in.expires_at) is None


async def test_blanks_around_the_login_do_not_matter(desk):
    assert await desk.sign_in(login=f" {desk.login} ")


async def test_the_database_keeps_neither_token_nor_password(desk):
    signed_in = await desk.sign_in()
    async with desk.database.session() as session:
        kept = await session.scalar(text("SELECT jsonb_agg(s)::text FROM bearer_session s"))
        hashed = await session.scalar(text("SELECT string_agg(password_hash, ' ') FROM account"))
    assert signed_in.token not in kept
    assert signed_in.token.encode().hex() not in kept
    assert desk.password not in hashed
    assert "$argon2id$" in hashed


@pytest.mark.parametrize("login", ["nobody", ""])
async def test_an_unknown_login_is_answered_like_a_wrong_password(desk, login):
    assert await code_of(desk.sign_in(login=login or " ")) == Code.BAD_LOGIN
    assert await code_of(desk.sign_in("wrong password")) == Code.BAD_LOGIN


async def test_wrong_passwords_lock_the_account_for_a_while(desk):
    for _ in range(LOCK_AFTER - 1):
        assert await code_of(desk.sign_in("wrong")) == Code.BAD_LOGIN
    assert await code_of(desk.sign_in("wrong")) == Code.ACCOUNT_LOCKED
    assert await code_of(desk.sign_in()) == Code.ACCOUNT_LOCKED
    unlocked = desk.now + LOCKED_FOR
    assert await code_of(desk.sign_in(now=unlocked - timedelta(seconds=1))) == Code.ACCOUNT_LOCKED
    assert await code_of(desk.sign_in("wrong", now=unlocked)) == Code.BAD_LOGIN
    assert await desk.sign_in(now=unlocked)


async def test_a_right_password_forgives_the_wrong_ones(desk):
    for _ in range(3):
        for _ in range(LOCK_AFTER - 1):
            await code_of(desk.sign_in("wrong"))
        assert await desk.sign_in()


async def test_guesses_at_the_same_moment_count_too(desk):
    codes = await asyncio.gather(*(code_of(desk.sign_in("wrong")) for _ in range(LOCK_AFTER + 2)))
    assert sorted(codes) == sorted([Code.BAD_LOGIN] * (LOCK_AFTER - 1) + [Code.ACCOUNT_LOCKED] * 3)


async def test_who_is_disabled_or_has_left_is_nobody(desk):
    token = (await desk.sign_in()).token
    async with desk.database.transaction() as session:
        await disable_account(session, desk.world.actor("admin"), desk.now, desk.world.accounts["a1"])
    assert await caller(desk, token) is None
    assert await code_of(desk.sign_in()) == Code.BAD_LOGIN


async def test_a_person_who_leaves_is_signed_out(desk):
    token = (await desk.sign_in()).token
    async with desk.database.transaction() as session:
        await deactivate_person(session, desk.world.actor("office"), desk.now, desk.world.people["a1"])
    assert await caller(desk, token) is None
    assert await code_of(desk.sign_in()) == Code.BAD_LOGIN


async def test_signing_out_ends_this_session_only(desk):
    first, second = await desk.sign_in(), await desk.sign_in()
    for _ in range(2):  # again is harmless
        async with desk.database.transaction() as session:
            await sign_out(session, first.token)
    assert await caller(desk, first.token) is None
    assert await caller(desk, second.token) is not None


async def test_expired_sessions_are_cleared_away(desk):
    await desk.sign_in()
    await desk.sign_in(now=desk.now + timedelta(days=1))
    async with desk.database.session() as session:
        assert await session.scalar(text("SELECT count(*) FROM bearer_session")) == 1

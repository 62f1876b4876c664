"""Approvals under idempotency keys that arrive at the same time: they go together, and each key takes effect once."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from support.api import Api
from support.at_once import Asked, approval, at_once, both_ways, review_of, told

pytestmark = pytest.mark.req("§4")


async def keyed(api: Api, who: str, name: str, key: str | None = None, grade: str = "fairly_good") -> Asked:
    return approval(who, [await review_of(api, name, grade)], idempotencyKey=key or str(uuid4()))


def codes(answers: Sequence[httpx.Response]) -> list[list[str]]:
    return [[error["code"] for error in one.json()["data"]["approveReviews"]["errors"]] for one in answers]


async def test_approvals_under_keys_go_together_and_leave_what_each_would_alone(
    own_api: Any, company: list[int]
) -> None:
    async def orders(api: Api) -> list[Asked]:
        signers = (("a_leader", "a1"), ("b_leader", "b1"), ("deputy", "a_leader"))
        return [await keyed(api, *one) for one in signers]

    assert [payload["errors"] for payload in await both_ways(own_api, "review", orders)] == [[]] * 3
    assert company == [3]


async def test_sent_again_under_their_keys_they_are_answered_as_before(own_api: Any, company: list[int]) -> None:
    api: Api = await own_api("review")
    asked = [await keyed(api, "a_leader", "a1"), await keyed(api, "b_leader", "b1")]
    first = await at_once(api, asked)
    again = await at_once(api, [*asked, approval("deputy", [await review_of(api, "a_leader")])])
    assert codes(again) == [[], [], []]
    assert told(again[:2]) == told(first)
    assert company == [2, 1]
    assert await api.value("SELECT count(*) FROM history WHERE trigger = 'approve_review'") == 3


async def test_what_is_refused_does_not_use_up_its_key_in_company_either(own_api: Any, company: list[int]) -> None:
    api: Api = await own_api("review")
    key = str(uuid4())
    asked = [await keyed(api, "a_leader", "a1", key, "superb"), await keyed(api, "b_leader", "b1")]
    assert codes(await at_once(api, asked)) == [["UNKNOWN_GRADE"], []]
    assert company == [1]
    assert await api.value("SELECT count(*) FROM idempotency_key") == 1
    assert codes(await at_once(api, [await keyed(api, "a_leader", "a1", key)])) == [[]]


async def test_of_two_inputs_under_one_key_at_once_the_later_is_refused(own_api: Any) -> None:
    """Somebody else's equal key is another key."""
    api: Api = await own_api("review")
    key = str(uuid4())
    asked = [await keyed(api, *one, key) for one in (("a_leader", "a1"), ("a_leader", "a2"), ("b_leader", "b1"))]
    assert codes(await at_once(api, asked)) == [[], ["IDEMPOTENCY_MISMATCH"], []]


async def test_a_key_that_another_transaction_has_in_hand_holds_up_nobody_else(own_api: Any) -> None:
    api: Api = await own_api("review")
    key = str(uuid4())
    owner = {"body": api.world.body_id, "account": api.world.accounts["a_leader"], "key": key, "now": api.clock.now()}
    async with api.database.session() as holding:
        await holding.execute(
            text("""INSERT INTO idempotency_key (body_id, account_id, mutation, key, input_hash, answer, created_at)
                    VALUES (:body, :account, 'approveReviews', :key, '', '{}', :now)"""),
            owner,
        )
        asked = [await keyed(api, "a_leader", "a1", key), await keyed(api, "b_leader", "b1")]
        waiting, answered = [asyncio.create_task(one.send(api)) for one in asked]
        assert codes([await answered]) == [[]]
        assert not waiting.done()
        await holding.rollback()
    assert codes([await waiting]) == [[]]
    assert await api.value("SELECT count(*) FROM history WHERE trigger = 'approve_review'") == 2

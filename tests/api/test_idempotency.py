"""A mutation that is sent twice under one key takes effect once."""

import asyncio
from typing import Any
from uuid import uuid4

from support.api import Api

SCORES = "assessments { id scores { indicator score } }"


async def history(api: Api) -> int:
    return int(await api.value("SELECT count(*) FROM history"))


async def test_sent_twice_takes_effect_once(own_api: Any) -> None:
    api: Api = await own_api("begun")
    given = {
        "personId": api.person("a1"),
        "role": "UNIT_CLERK",
        "unitId": api.unit("a"),
        "idempotencyKey": str(uuid4()),
    }
    first = await api.done("office", "grantRole", "roleGrant { id role }", **given)
    again = await api.done("office", "grantRole", "roleGrant { id role }", **given)
    assert first == again
    assert first["roleGrant"]["role"] == "UNIT_CLERK"
    assert await api.codes("office", "grantRole", **{**given, "idempotencyKey": str(uuid4())}) == ["DUPLICATE"]


async def test_repeated_answer_may_ask_for_more(own_api: Any) -> None:
    api: Api = await own_api("claimed")
    given = {
        "assessments": [{"assessmentId": await api.case("a1"), "scores": [{"indicator": "de", "score": "91.50"}]}],
        "idempotencyKey": str(uuid4()),
    }
    await api.done("a_clerk", "recordScores", "assessments { id }", **given)
    before = await history(api)
    again = await api.done("a_clerk", "recordScores", SCORES, **given)
    assert again["assessments"][0]["scores"] == [{"indicator": "de", "score": "91.500"}]
    assert await history(api) == before


async def test_equal_input_spelled_otherwise_is_the_same(own_api: Any) -> None:
    """92.5 and "92.50" are one score: the input is hashed in its canonical form."""
    api: Api = await own_api("claimed")
    case, key = await api.case("a1"), str(uuid4())
    for score in (92.5, "92.50"):
        scores = [{"indicator": "de", "score": score}]
        await api.done(
            "a_clerk", "recordScores", assessments=[{"assessmentId": case, "scores": scores}], idempotencyKey=key
        )


async def test_other_input_under_the_same_key_is_refused(own_api: Any) -> None:
    api: Api = await own_api("begun")
    key = str(uuid4())
    await api.done("office", "suspendCycle", cycleId=api.cycle, reason="防汛", idempotencyKey=key)
    payload = await api.do("office", "suspendCycle", cycleId=api.cycle, reason="抗旱", idempotencyKey=key)
    assert [(one["code"], one["field"]) for one in payload["errors"]] == [("IDEMPOTENCY_MISMATCH", "idempotencyKey")]


async def test_key_belongs_to_account_and_mutation(own_api: Any) -> None:
    api: Api = await own_api("begun")
    key = str(uuid4())
    await api.done("office", "suspendCycle", cycleId=api.cycle, reason="防汛", idempotencyKey=key)
    assert await api.codes("office2", "suspendCycle", cycleId=api.cycle, reason="防汛", idempotencyKey=key)
    await api.done("office", "resumeCycle", cycleId=api.cycle, idempotencyKey=key)


async def test_refused_mutation_does_not_use_up_its_key(own_api: Any) -> None:
    api: Api = await own_api("begun")
    key = str(uuid4())
    given = {"cycleId": api.cycle, "reason": "", "idempotencyKey": key}
    assert await api.codes("office", "suspendCycle", **given) == ["REQUIRED"]
    await api.done("office", "suspendCycle", **{**given, "reason": "防汛"})


async def test_sent_twice_at_once_takes_effect_once(own_api: Any) -> None:
    api: Api = await own_api("begun")
    given = {"cycleId": api.cycle, "reason": "防汛", "idempotencyKey": str(uuid4())}
    before = await history(api)
    payloads = await asyncio.gather(
        *(api.do("office", "suspendCycle", "cycle { suspended }", **given) for _ in range(4))
    )
    assert payloads == [{"cycle": {"suspended": True}, "errors": []}] * 4
    assert await history(api) == before + 1


async def test_password_is_not_kept_in_any_form(own_api: Any) -> None:
    api: Api = await own_api("begun")
    given = {"accountId": api.id("Account", api.world.accounts["a1"]), "idempotencyKey": str(uuid4())}
    await api.done("admin", "resetPassword", password="first password 1", **given)
    await api.done("admin", "resetPassword", password="other password 2", **given)

"""Two people at once: one wins, the other is told what happened, and nothing is half done."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from support.api import Api


async def test_two_review_one_case(own_api: Any) -> None:
    api: Api = await own_api("reviewed")
    given = {"reviews": [{"assessmentId": await api.case("a1"), "grade": "fairly_good"}]}
    payloads = await asyncio.gather(*(api.do("deputy", "approveReviews", **given) for _ in range(3)))
    assert sorted(len(payload["errors"]) > 0 for payload in payloads) == [False, True, True]
    assert (
        await api.value(
            "SELECT count(*) FROM review_opinion WHERE step = 'consent' AND assessment_id = :id",
            id=await _number(api, "a1"),
        )
        == 1
    )


async def test_stale_version_says_what_happened(own_api: Any) -> None:
    api: Api = await own_api("review")
    case = await api.case("a1")
    seen = (await api.ask("a_leader", "query($id: ID!) { node(id: $id) { ... on Assessment { version } } }", id=case))[
        "node"
    ]["version"]
    await api.done("a_leader", "returnForRework", assessmentIds=[case], to="AGGREGATION", reason="分数有误")
    review = {"assessmentId": case, "grade": "fairly_good", "version": seen}
    payload = await api.do("a_leader", "approveReviews", reviews=[review])
    stale = next(one for one in payload["errors"] if one["code"] == "STALE_VERSION")
    assert "a_leader" in stale["message"]
    assert stale["field"] == "reviews[0].version"


async def test_deadlock_is_a_conflict(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def deadlocked(session: Any, *_args: object) -> None:
        await session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$"))

    monkeypatch.setattr("kaohe.graphql.mutations.cycle.suspend_cycle.suspend_cycle", deadlocked)
    payload = await api.do("office", "suspendCycle", cycleId=api.cycle, reason="防汛")
    assert [one["code"] for one in payload["errors"]] == ["CONFLICT"]


async def test_two_create_one_cycle(own_api: Any) -> None:
    api: Api = await own_api("begun")
    given = {"policyKey": "county-psb", "period": "2026Q4"}
    payloads = await asyncio.gather(*(api.do("office", "createCycle", "cycle { period }", **given) for _ in range(2)))
    codes = sorted(payload["errors"][0]["code"] if payload["errors"] else "" for payload in payloads)
    assert codes[0] == ""
    assert codes[1] in ("DUPLICATE", "CONFLICT")


async def _number(api: Api, name: str) -> int:
    async with api.database.session() as session:
        return await api.world.case(session, name)

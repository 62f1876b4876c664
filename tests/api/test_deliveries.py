"""The delivery log, and who sees an address."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text
from support.api import Api

LOG = """query($state: DeliveryState, $channel: String, $after: String) {
  deliveries(state: $state, channel: $channel, first: 2, after: $after) { totalCount pageInfo { endCursor }
    edges { node { id channel kind kindLabel target token state stateLabel attempts error answer createdAt retryAt
                   deliveredAt } } } }"""

EMAIL = "query($id: ID!) { node(id: $id) { ... on Person { name email } } }"

_SENT = text("""
WITH told AS (
  INSERT INTO notification (body_id, assignee_key, kind, subject, subject_id, created_at)
  VALUES (:body_id, 'office', :kind, 'cycle', 1, :now) RETURNING id)
INSERT INTO delivery (body_id, notification_id, channel, target, token, state, attempts, error, created_at, retry_at)
SELECT :body_id, id, :channel, :target, 'token', :state, 1, 'why', :now, CASE WHEN :state = 'waiting' THEN :now END
  FROM told
""")


@pytest.fixture
async def served(own_api: Callable[[str], Awaitable[Api]]) -> Api:
    """Two mails and a webhook's message of the body, and a foreign one."""
    api = await own_api("begun")
    async with api.database.transaction() as session:
        for world, channel, target, state in (
            (api.world, "mail", "zhangsan@psb.test", "failed"),
            (api.foreign, "mail", "foreign@city.test", "failed"),
            (api.world, "oa", "", "waiting"),
            (api.world, "mail", "lisi@psb.test", "failed"),
        ):
            given = {"body_id": world.body_id, "channel": channel, "target": target, "state": state}
            await session.execute(_SENT, {**given, "kind": "review", "now": api.clock.now()})
    return api


async def _targets(api: Api, who: str, **filters: str) -> list[str | None]:
    data = await api.ask(who, LOG, **filters)
    return [edge["node"]["target"] for edge in data["deliveries"]["edges"]]


@pytest.mark.parametrize("who", ["office", "admin"])
async def test_the_log_is_paged_newest_first_with_addresses_masked(served: Api, who: str) -> None:
    data = await served.ask(who, LOG)
    assert data["deliveries"]["totalCount"] == 3
    newest = data["deliveries"]["edges"][0]["node"]
    assert newest.pop("id")
    assert newest.pop("createdAt")
    assert newest == {
        "channel": "mail",
        "kind": "review",
        "kindLabel": "审核评鉴",
        "target": "l***@psb.test",
        "token": "token",
        "state": "FAILED",
        "stateLabel": "发送失败，不再重试",
        "attempts": 1,
        "error": "why",
        "answer": None,
        "retryAt": None,
        "deliveredAt": None,
    }
    rest = await served.ask(who, LOG, after=data["deliveries"]["pageInfo"]["endCursor"])
    assert [edge["node"]["target"] for edge in rest["deliveries"]["edges"]] == ["z***@psb.test"]


async def test_the_log_is_filtered(served: Api) -> None:
    assert await _targets(served, "office", state="WAITING") == [None]
    assert await _targets(served, "office", state="DELIVERED") == []
    assert await _targets(served, "office", state="FAILED", channel="mail") == ["l***@psb.test", "z***@psb.test"]


@pytest.mark.parametrize("who", ["a1", "a_clerk", "a_leader", "deputy", "chief", "secretary", "member3", "inspector"])
async def test_nobody_else_sees_the_log(served: Api, who: str) -> None:
    assert await _targets(served, who) == []


async def test_an_address_is_for_its_owner_the_office_and_the_administrator(served: Api) -> None:
    payload = await served.done(
        "office", "updatePerson", "person { email }", personId=served.person("a1"), email=" a1@psb.test "
    )
    assert payload["person"]["email"] == "a1@psb.test"
    for who, seen in (("a1", True), ("office", True), ("admin", True), ("a_leader", False), ("chief", False)):
        data = await served.ask(who, EMAIL, id=served.person("a1"))
        assert data["node"] == {"name": "a1", "email": "a1@psb.test" if seen else None}, who


async def test_a_wrong_address_is_refused(served: Api) -> None:
    given = {"number": "77", "name": "李新", "unitId": served.unit("a")}
    payload = await served.do("office", "createPerson", **given, email="李新@psb")
    assert [(one["code"], one["field"]) for one in payload["errors"]] == [("BAD_INPUT", "email")]
    payload = await served.done("admin", "createPerson", "person { email }", **given, email="li@psb")
    assert payload["person"]["email"] == "li@psb"
    payload = await served.done("admin", "updatePerson", "person { email }", personId=served.person("a1"), email="")
    assert payload["person"]["email"] is None


@pytest.mark.req("S1-20")
@pytest.mark.parametrize("kind", ["remind_ballot", "cast_ballot"])
async def test_the_log_does_not_say_who_was_reminded_of_his_ballot(served: Api, kind: str) -> None:
    """He has not cast it, which is nobody's business. What a server answered may quote his address."""
    given = {"channel": "mail", "target": "wangwu@psb.test", "state": "failed", "kind": kind}
    async with served.database.transaction() as session:
        await session.execute(_SENT, {**given, "body_id": served.world.body_id, "now": served.clock.now()})
    for who in ("office", "admin"):
        newest = (await served.ask(who, LOG))["deliveries"]["edges"][0]["node"]
        known = [newest[name] for name in ("kind", "target", "error", "answer", "token")]
        assert known == [kind, None, None, None, ""]

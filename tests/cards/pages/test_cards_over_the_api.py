"""Issuing cards and seeing how they stand, over GraphQL."""

import re
import uuid
from typing import Any

import pytest
from support.carded import GOOD, MIXED
from support.pages import Page

pytestmark = pytest.mark.req("S0-20")

ISSUED = "batch { id size used unit { name } issuedBy { name } validUntil } cards { number link qrCode } sheet"
FIGURES = "query($id: ID!) { node(id: $id) { ... on Assessment { cards { issued used mean } } } }"


async def issue(window: Any, count: int = 1, who: str = "a_clerk", **given: Any) -> dict[str, Any]:
    api = window.api
    about = {"cycleId": api.cycle, "unitId": api.unit("a"), "count": count, **given}
    payload: dict[str, Any] = await api.done(who, "issueCards", ISSUED, **about)
    return payload


def token_in(link: str) -> str:
    return link.removeprefix("http://kaohe/cards/")


async def test_links_lead_to_the_cards(window: Any) -> None:
    payload = await issue(window, 3)
    assert (payload["batch"]["size"], payload["batch"]["used"]) == (3, 0)
    assert [one["number"] for one in payload["cards"]] == [1, 2, 3]
    for one in payload["cards"]:
        assert one["link"].startswith("http://kaohe/cards/")
        assert (await window.show(token_in(one["link"]))).status_code == 200
        assert one["qrCode"].startswith("<svg")


async def test_the_sheet_prints_without_anything_from_elsewhere(window: Any) -> None:
    await window.run(
        "UPDATE person SET name = :name WHERE id = :id", name="<b>李</b>", id=window.api.world.people["a3"]
    )
    payload = await issue(window, 9, assessmentId=await window.api.case("a3"))
    page = Page(payload["sheet"])
    assert page.goes_to == []
    assert not {one.tag for one in page.elements} & {"script", "img", "link", "iframe", "b"}
    assert not re.search(r"url\(|@import", payload["sheet"])
    assert page.all("html")[0].attributes["lang"] == "zh-CN"
    assert len(page.all("section")) == 2  # eight on a page
    assert len(page.all("article")) == len(page.all("svg")) == 9
    assert "dashed" in payload["sheet"]
    for card, one in zip(page.all("article"), payload["cards"], strict=True):
        assert one["link"] in card.text
        assert "被评议人：<b>李</b>" in card.text
        assert "2026-05-06" in card.text
        assert f"{one['number']}/9" in card.text


async def test_links_are_answered_once_and_kept_nowhere(window: Any) -> None:
    key = str(uuid.uuid4())
    first = await issue(window, 2, idempotencyKey=key)
    again = await issue(window, 2, idempotencyKey=key)
    assert again["batch"]["id"] == first["batch"]["id"]
    assert (len(first["cards"]), again["cards"], again["sheet"]) == (2, [], None)
    kept = await window.api.value("SELECT string_agg(answer::text, '') FROM idempotency_key")
    assert not [one for one in first["cards"] if token_in(one["link"]) in kept]


async def test_the_office_sees_what_was_issued_and_used(window: Any) -> None:
    payload = await issue(window, 4)
    await window.send(token_in(payload["cards"][0]["link"]), GOOD)
    query = "query($unit: ID!) { cardBatches(unitId: $unit, first: 1) { edges { node { id size used } } } }"
    for who in ("office", "a_clerk", "a_leader", "deputy"):
        found = await window.api.ask(who, query, unit=window.api.unit("a"))
        assert found["cardBatches"]["edges"] == [{"node": {"id": payload["batch"]["id"], "size": 4, "used": 1}}]
    for who in ("a1", "b_clerk", "foreign-office"):
        found = await window.api.ask(who, query, unit=window.api.unit("a"))
        assert found["cardBatches"]["edges"] == []


async def test_remarks_are_for_leaders_and_office_alone(window: Any) -> None:
    payload = await issue(window, 2)
    await window.send(token_in(payload["cards"][0]["link"]), MIXED, "等了<两>小时")
    query = "query($id: ID!) { node(id: $id) { ... on CardBatch { remarks { usedOn text } } } }"
    for who in ("office", "a_leader", "deputy", "chief"):
        found = await window.api.ask(who, query, id=payload["batch"]["id"])
        assert found["node"]["remarks"] == [{"usedOn": "2026-04-01", "text": "等了<两>小时"}]
    for who in ("a_clerk", "secretary", "member3"):
        assert (await window.api.ask(who, query, id=payload["batch"]["id"]))["node"]["remarks"] == []
    assert (await window.api.ask("a1", query, id=payload["batch"]["id"]))["node"] is None


async def test_a_person_sees_his_mean_from_three_cards_on(window: Any) -> None:
    case = await window.api.case("a2")
    payload = await issue(window, 4, assessmentId=case)
    tokens = [token_in(one["link"]) for one in payload["cards"]]

    async def mean(who: str) -> Any:
        return (await window.api.ask(who, FIGURES, id=case))["node"]["cards"]

    for used, token in enumerate(tokens[:3]):
        assert await mean("a2") == {"issued": 4, "used": used, "mean": None}
        await window.send(token, MIXED if used else GOOD)
    assert await mean("a2") == {"issued": 4, "used": 3, "mean": "64.44"}
    assert await mean("a_leader") == await mean("office") == await mean("a2")
    assert (await mean("a_clerk"))["mean"] is None


async def test_leaders_see_the_cards_about_their_units(window: Any) -> None:
    payload = await issue(window, 2, "office")
    await window.send(token_in(payload["cards"][0]["link"]), GOOD)
    query = "query($id: ID!) { node(id: $id) { ... on Cycle { unitCards { unit { name } issued used mean } } } }"
    for who in ("office", "a_leader", "chief"):
        [found] = (await window.api.ask(who, query, id=window.api.cycle))["node"]["unitCards"]
        assert found["unit"]["name"] == "刑警大队"
        assert found["issued"] > found["used"] > 0
        assert found["mean"] is not None
    for who in ("a_clerk", "a1", "b_leader"):
        assert (await window.api.ask(who, query, id=window.api.cycle))["node"]["unitCards"] == []


async def test_cancelled_cards_are_gone_at_once(window: Any) -> None:
    payload = await issue(window, 1)
    answer = await window.api.done(
        "a_leader",
        "cancelCards",
        "batch { cancelledReason cancelledBy { name } }",
        batchId=payload["batch"]["id"],
        reason="遗失",
    )
    assert answer["batch"] == {"cancelledReason": "遗失", "cancelledBy": {"name": "a_leader"}}
    assert (await window.show(token_in(payload["cards"][0]["link"]))).status_code == 410


class TestUnitItems:
    @pytest.mark.req("S0-8", "S0-19")
    async def test_the_office_records_them_with_their_source(self, window: Any) -> None:
        item = {
            "unitId": window.api.unit("a"),
            "item": "level",
            "score": "88.5",
            "source": "政务服务好差评系统，2026年一季度",
        }
        fields = "unitItems { unit { name } period item score source recordedBy { name } }"
        answer = await window.api.done("office", "recordUnitItems", fields, cycleId=window.api.cycle, rows=[item])
        told = {
            "unit": {"name": "刑警大队"},
            "period": "2026Q1",
            "item": "level",
            "score": "88.500",
            "source": item["source"],
            "recordedBy": {"name": "office"},
        }
        assert answer["unitItems"] == [told]
        await window.api.done("office", "recordUnitItems", cycleId=window.api.cycle, rows=[{**item, "score": "90"}])
        query = "query($id: ID!) { node(id: $id) { ... on Cycle { unitItems { item score } } ... on Unit { unitItems { item score } } } }"
        for who, place in (("a_leader", window.api.cycle), ("office", window.api.unit("a"))):
            found = (await window.api.ask(who, query, id=place))["node"]["unitItems"]
            assert found == [{"item": "level", "score": "90.000"}]
        assert (await window.api.ask("b_leader", query, id=window.api.cycle))["node"]["unitItems"] == []

    @pytest.mark.req("S0-8")
    async def test_all_that_is_wrong_is_named_by_its_row(self, window: Any) -> None:
        right = {"unitId": window.api.unit("a"), "item": "level", "score": "90", "source": "测评报告"}
        wrong = [
            right,
            right,
            {**right, "item": "nonsense"},
            {**right, "item": "satisfaction", "score": "100.5", "source": " "},
        ]
        payload = await window.api.do("office", "recordUnitItems", cycleId=window.api.cycle, rows=wrong)
        assert [(one["code"], one["field"]) for one in payload["errors"]] == [
            ("DUPLICATE", "rows[1].item"),
            ("BAD_INPUT", "rows[2].item"),
            ("REQUIRED", "rows[3].source"),
            ("BAD_INPUT", "rows[3].score"),
        ]
        assert "群众满意度" in payload["errors"][1]["message"]

    @pytest.mark.req("S0-8")
    async def test_nobody_else_records_them(self, window: Any) -> None:
        item = {"unitId": window.api.unit("a"), "item": "level", "score": "90", "source": "测评报告"}
        for who in ("a_clerk", "a_leader", "chief", "admin", "secretary"):
            assert await window.api.codes(who, "recordUnitItems", cycleId=window.api.cycle, rows=[item]) == [
                "NOT_ALLOWED"
            ]
        assert await window.api.codes("foreign-office", "recordUnitItems", cycleId=window.api.cycle, rows=[item]) == [
            "NOT_FOUND"
        ]

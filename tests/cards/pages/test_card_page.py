"""The public page of a card: for anybody who holds it, without script, cookie or trace; used once."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest
from support.carded import GOOD, MIXED
from support.pages import Page

from kaohe.workflow.cards import find_card
from kaohe.workflow.domain.cards import token_of

pytestmark = pytest.mark.req("S0-20")

SCRIPT = "<script>alert('x')</script>"


async def kept(window: Any, condition: str = "true") -> list[tuple[Any, ...]]:
    found = await window.api.value(
        f"SELECT jsonb_agg(jsonb_build_array(used_on, scores, score, remark) ORDER BY id) FROM evaluation_card WHERE used_on IS NOT NULL AND {condition}"
    )
    return [tuple(one) for one in found or ()]


async def test_the_form_can_be_used_by_everybody(window: Any) -> None:
    [token] = await window.cards(about="a1")
    response = await window.show(token)
    page = Page(response.text)
    assert response.status_code == 200
    assert page.all("html")[0].attributes["lang"] == "zh-CN"
    assert "width=device-width" in response.text
    assert page.all("h1")[0].text == "群众评议卡片 Evaluation card"
    assert "某县公安局" in page.text
    assert "刑警大队 · a1" in page.text
    assert [one.text.strip() for one in page.all("legend")] == ["服务态度 attitude", "解决问题 real effect"]
    labelled = {one.attributes["for"]: one.text.strip() for one in page.all("label")}
    fields = [one for one in page.elements if one.tag in ("input", "textarea")]
    assert {one.attributes["id"] for one in fields} == set(labelled)
    assert len(fields) == 2 * 3 + 1
    assert [one.attributes["value"] for one in page.all("input")] == ["good", "fair", "bad"] * 2
    assert labelled["item0-2"] == "不满意 bad"
    assert all("required" in one.attributes for one in page.all("input"))
    assert page.all("form")[0].attributes["method"] == "post"
    assert all(one.attributes.get("lang") == "en" for one in page.elements if one.text == "Send")


async def test_the_page_fetches_nothing_and_forbids_the_rest(window: Any) -> None:
    [token] = await window.cards()
    response = await window.show(token)
    page = Page(response.text)
    assert page.goes_to == []
    assert "http" not in response.text
    assert not {one.tag for one in page.elements} & {"script", "img", "iframe", "link", "object", "base"}
    assert not re.search(r"\son\w+=|javascript:|url\(|@import", response.text)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    assert "set-cookie" not in response.headers


async def test_the_style_is_the_one_that_the_policy_allows(window: Any) -> None:
    import base64
    import hashlib

    response = await window.show((await window.cards())[0])
    style = re.search(r"<style>(.*?)</style>", response.text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in response.headers["Content-Security-Policy"]


async def test_a_card_is_kept_with_the_day_and_nothing_else(window: Any) -> None:
    [token] = await window.cards()
    response = await window.send(token, MIXED, "态度很好")
    assert response.status_code == 200
    assert "谢谢" in response.text
    assert ("2026-04-01", MIXED, 46.666667, "态度很好") in await kept(window)
    columns = await window.api.value(
        "SELECT array_agg(column_name::text ORDER BY 1) FROM information_schema.columns WHERE table_name = 'evaluation_card'"
    )
    assert set(columns) == {"body_id", "id", "batch_id", "token_hash", "used_on", "scores", "score", "remark"}


async def test_a_card_works_once(window: Any) -> None:
    [token] = await window.cards()
    await window.send(token, GOOD)
    for again in (await window.send(token, MIXED), await window.show(token)):
        assert again.status_code == 410
        assert "已经用过" in again.text
    assert [levels for _, levels, *_ in await kept(window, f"token_hash = sha256('{token}'::bytea)")] == [GOOD]


async def test_of_two_who_send_at_once_one_counts(window: Any) -> None:
    for _ in range(5):
        [token] = await window.cards()
        answers = await asyncio.gather(window.send(token, GOOD), window.send(token, MIXED))
        assert sorted(one.status_code for one in answers) == [200, 410]
        assert len(await kept(window, f"token_hash = sha256('{token}'::bytea)")) == 1


async def test_a_score_that_is_computed_meanwhile_ends_the_card(window: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The case moves between the moment the card is read and the one in which it would be kept."""
    [token] = await window.cards(about="b1", unit="b", by="b_clerk")
    case = f"id = (SELECT assessment_id FROM card_batch WHERE id = (SELECT batch_id FROM evaluation_card WHERE token_hash = sha256('{token}'::bytea)))"

    async def overtaken(*given: Any) -> Any:
        card = await find_card(*given)
        await window.run(f"UPDATE assessment SET state = 'review' WHERE {case}")
        return card

    with monkeypatch.context() as patched:
        patched.setattr("kaohe.workflow.cards.use.find_card", overtaken)
        response = await window.send(token, GOOD)
    assert response.status_code == 410
    assert "已过期" in response.text
    assert await kept(window, f"token_hash = sha256('{token}'::bytea)") == []
    await window.run(f"UPDATE assessment SET state = 'self_summary' WHERE {case}")


@pytest.mark.parametrize(
    ("levels", "remark", "told"),
    [
        ({}, "", ["“服务态度”不能为空", "“解决问题”不能为空"]),
        ({"attitude": "good"}, "", ["“解决问题”不能为空"]),
        ({"attitude": "excellent", "effect": "good"}, "", ["“服务态度”不能为空"]),
        (GOOD, "长" * 21, ["留言最长20字"]),
    ],
)
async def test_what_is_missing_is_asked_for_again(
    window: Any, levels: dict[str, str], remark: str, told: list[str]
) -> None:
    [token] = await window.cards()
    response = await window.send(token, levels, remark)
    page = Page(response.text)
    assert response.status_code == 400
    [alert] = [one for one in page.elements if one.attributes.get("role") == "alert"]
    assert [one for one in told if one not in alert.text] == []
    assert len(page.all("li")) == len(told)
    ticked = {
        (one.attributes["name"], one.attributes["value"]) for one in page.all("input") if "checked" in one.attributes
    }
    assert ticked == {(f"item.{item}", level) for item, level in levels.items() if level in ("good", "fair", "bad")}
    assert page.all("textarea")[0].text == remark
    assert (await window.send(token, GOOD)).status_code == 200


@pytest.mark.parametrize("body", [b"\xff\xfe", b"x" * 100_000, b"&".join([b"a=1"] * 1000), b"item.attitude=%ff%00"])
async def test_nonsense_is_as_good_as_nothing(window: Any, body: bytes) -> None:
    [token] = await window.cards()
    response = await window.api.http.post(f"/cards/{token}", content=body)
    assert response.status_code == 400


async def test_names_and_remarks_are_text(window: Any) -> None:
    await window.run("UPDATE unit SET name = :name WHERE id = :id", name=f'"{SCRIPT}&', id=window.api.world.units["b"])
    await window.run("UPDATE person SET name = :name WHERE id = :id", name=SCRIPT, id=window.api.world.people["b2"])
    [token] = await window.cards(about="b2", unit="b", by="b_clerk")
    shown = await window.show(token)
    again = await window.send(token, {}, f"</textarea>{SCRIPT}")
    for response in (shown, again):
        assert "<script" not in response.text
        assert not Page(response.text).all("script")
        assert f'"{SCRIPT}& · {SCRIPT}' in Page(response.text).text
    assert Page(again.text).all("textarea")[0].text == f"</textarea>{SCRIPT}"


async def test_a_forged_link_never_reaches_the_database(window: Any) -> None:
    forged = [token_of(bytes(32), bytes(16)), "x", "..%2f..", "é" * 43, (await window.cards())[0][:-1] + "!"]
    with window.api.counting() as statements:
        answers = [answer for one in forged for answer in (await window.show(one), await window.send(one))]
    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1
    assert statements == []


async def test_a_card_that_is_not_known_looks_like_a_forged_one(window: Any) -> None:
    unknown = token_of(window.key, bytes(16))
    with window.api.counting() as statements:
        response = await window.show(unknown)
    assert statements
    assert response.status_code == 404
    assert response.text == (await window.show("forged")).text
    assert (await window.send(unknown, GOOD)).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [("valid_until = '2026-04-01T00:00Z'", "已过期"), ("cancelled_at = '2026-04-01T00:00Z'", "已由单位作废")],
)
async def test_a_card_that_has_ended_says_why(window: Any, change: str, words: str) -> None:
    [token] = await window.cards()
    await window.run(
        f"UPDATE card_batch SET {change} WHERE id = (SELECT batch_id FROM evaluation_card WHERE token_hash = sha256('{token}'::bytea))"
    )
    for response in (await window.show(token), await window.send(token, GOOD)):
        assert response.status_code == 410
        assert words in response.text
    assert await kept(window, f"token_hash = sha256('{token}'::bytea)") == []


class TestRates:
    async def test_an_address_may_look_and_send_so_often_a_minute(self, window: Any) -> None:
        [token] = await window.cards()
        assert [(await window.show(token)).status_code for _ in range(31)] == [200] * 30 + [429]
        refused = await window.show(token)
        assert "请求过于频繁" in refused.text
        assert refused.headers["Retry-After"] == "60"
        window.api.clock.advance(timedelta(seconds=40))
        assert (await window.show(token)).headers["Retry-After"] == "20"
        assert [(await window.send(token, {})).status_code for _ in range(31)] == [400] * 30 + [429]
        window.api.clock.advance(timedelta(seconds=20))
        assert (await window.show(token)).status_code == 200

    async def test_each_address_counts_for_itself(self, window: Any) -> None:
        [token] = await window.cards()
        for _ in range(31):
            response = await window.show(token)
        assert response.status_code == 429
        async with window.visitor("10.0.0.7") as http:
            assert (await http.get(f"/cards/{token}")).status_code == 200

    async def test_a_net_of_ipv6_is_one_address(self, window: Any) -> None:
        [token] = await window.cards()
        statuses = []
        for number in range(31):
            async with window.visitor(f"2001:db8::{number:x}") as http:
                statuses.append((await http.get(f"/cards/{token}")).status_code)
        assert statuses == [200] * 30 + [429]
        async with window.visitor("2001:db8:0:1::1") as http:
            assert (await http.get(f"/cards/{token}")).status_code == 200

    async def test_forged_links_run_out_sooner_and_stop_nobody_else(self, window: Any) -> None:
        [token] = await window.cards()
        assert [(await window.show("forged")).status_code for _ in range(11)] == [404] * 10 + [429]
        assert (await window.show(token)).status_code == 200


async def test_the_token_stands_in_no_log(
    window: Any, lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    [token] = await window.cards()

    async def broken(*_given: object) -> None:
        raise OSError("the database is away")

    await window.show(token)
    await window.send(token, {})
    with monkeypatch.context() as patched:
        patched.setattr("kaohe.graphql.cards.find_card", broken)
        away = await window.show(token)
    assert away.status_code == 503
    assert "请稍后再试" in away.text
    assert [line["path"] for line in lines if line["event"] == "request"] == ["/cards/…"] * 3
    assert [line["event"] for line in lines if line["event"] != "request"] == ["database_away"]
    assert token not in repr(lines)


@pytest.fixture
def lines() -> Any:
    """The lines that are logged meanwhile."""
    import structlog
    from structlog.testing import LogCapture

    before = structlog.get_config()["processors"]
    capture = LogCapture()
    structlog.configure(processors=[capture])
    yield capture.entries
    structlog.configure(processors=before)

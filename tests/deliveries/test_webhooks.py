"""Webhooks: what is posted, how it is signed, and what becomes of each answer."""

import base64
import hashlib
import hmac
import json
import logging
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from support.desk import Desk
from support.drive import at
from support.receivers import HttpReceiver, Received, closed_port, webhook

from kaohe.workflow.deliveries import Senders
from kaohe.workflow.domain.roles import Role, role_key

OFFICE = role_key(Role.OFFICE)


def verified(request: Received, key: bytes) -> bool:
    """As a receiver checks it who has read docs/deliveries.md, and nothing of ours."""
    signed = b".".join(
        (request.headers["webhook-id"].encode(), request.headers["webhook-timestamp"].encode(), request.body)
    )
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(f"v1,{expected}", one) for one in request.headers["webhook-signature"].split(" "))


async def test_the_receiver_of_the_guide_takes_a_message_once(desk: Desk, receiver: HttpReceiver) -> None:
    guide = Path(__file__).parents[2] / "docs" / "deliveries.md"
    lines = guide.read_text("utf-8").partition("<!-- -->")[2].partition("## ")[0]
    told: dict[str, Any] = {}
    exec(compile(textwrap.dedent(lines), str(guide), "exec"), told)
    desk.now = datetime.now(UTC)  # the guide refuses what is older than a few minutes
    desk.set(webhooks=webhook(receiver, secret="a secret of theirs"))
    receiver.answers.append((500, b""))
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "retried"
    assert await desk.deliver(row, desk.now + timedelta(minutes=1)) == "delivered"
    seen: set[str] = set()
    first, second = receiver.all()
    assert told["accept"](first.headers, first.body, b"a secret of theirs", seen)
    assert not told["accept"](second.headers, second.body, b"a secret of theirs", seen)
    with pytest.raises(PermissionError):
        told["accept"](first.headers, first.body + b" ", b"a secret of theirs", set())
    with pytest.raises(PermissionError):
        told["accept"]({**first.headers, "webhook-timestamp": "1700000000"}, first.body, b"a secret of theirs", set())


@pytest.mark.parametrize(
    ("secret", "key"),
    [("a secret of theirs", b"a secret of theirs"), ("whsec_" + base64.b64encode(b"bytes").decode(), b"bytes")],
)
async def test_a_receiver_verifies_the_signature(desk: Desk, receiver: HttpReceiver, secret: str, key: bytes) -> None:
    desk.set(webhooks=webhook(receiver, secret=secret))
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "delivered"
    [request] = receiver.all()
    assert verified(request, key)
    assert not verified(Received(request.path, request.headers, request.body + b" "), key)
    assert not verified(request, b"another")
    assert request.headers["webhook-timestamp"] == str(int(desk.now.timestamp()))


async def test_the_document_says_what_waits_where_and_until_when(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=webhook(receiver), public_url="https://kaohe.psb.test")
    async with desk.database.session() as session:
        case = await desk.world.case(session, "a1")
    key = f"person@{desk.world.people['a1']}"
    row = await desk.put_out(key, "write_summary", subject="assessment", subject_id=case)
    assert await desk.deliver(row) == "delivered"
    [request] = receiver.all()
    document = json.loads(request.body)
    text, text_en = document.pop("text"), document.pop("text_en")
    assert document == {
        "id": row["token"],
        "type": "write_summary",
        "created_at": "2026-04-01T01:00:00+00:00",
        "body": "psb",
        "assignee_key": key,
        "subject": "assessment",
        "subject_id": case,
        "url": "https://kaohe.psb.test",
    }
    assert "webhook-signature" not in request.headers
    assert "撰写个人小结" in text
    assert "刑警大队" in text
    assert "2026-04-08 00:00" in text
    assert "https://kaohe.psb.test" in text
    assert "write the self-summary (2026Q1), to be done before 2026-04-08 00:00" in text_en
    row = await desk.row(row["id"])
    assert (row["state"], row["attempts"], row["answer"], row["delivered_at"]) == ("delivered", 1, "200 ok", desk.now)


async def test_a_reminder_of_the_whole_cycle_has_the_stages_term(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=webhook(receiver))
    await desk.deliver(await desk.put_out(OFFICE, "remind_self_summary"))
    [request] = receiver.all()
    assert "个人小结即将到期" in json.loads(request.body)["text"]
    assert "请于2026-04-08 00:00前办理" in json.loads(request.body)["text"]


@pytest.mark.parametrize("format", ["json", "wecom"])
@pytest.mark.parametrize("kind", ["grade_withheld", "objection_dismissed", "objection_sustained"])
async def test_a_result_is_not_told_outside(desk: Desk, receiver: HttpReceiver, kind: str, format: str) -> None:  # noqa: A002
    desk.set(webhooks=webhook(receiver, format=format))
    await desk.deliver(await desk.put_out(OFFICE, kind))
    [request] = receiver.all()
    said = json.dumps(json.loads(request.body), ensure_ascii=False)
    assert "考核事项有新进展" in said
    assert not any(word in said for word in ("等次", "异议", "成立", "驳回", "grade", "objection", "sustained"))


async def test_dingtalk_gets_its_text_and_its_signature_in_the_address(desk: Desk, receiver: HttpReceiver) -> None:
    hook = {"name": "oa", "url": f"{receiver.url}?access_token=t", "format": "dingtalk", "secret": "SEC1"}
    desk.set(webhooks=[hook])
    receiver.answers.append((200, b'{"errcode":0,"errmsg":"ok"}'))
    assert await desk.deliver(await desk.put_out(OFFICE)) == "delivered"
    [request] = receiver.all()
    query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query, strict_parsing=True).items()}
    milliseconds = str(int(desk.now.timestamp()) * 1000)
    signature = hmac.new(b"SEC1", f"{milliseconds}\nSEC1".encode(), hashlib.sha256).digest()
    assert query == {
        "access_token": "t",
        "timestamp": milliseconds,
        "sign": base64.b64encode(signature).decode(),
    }
    assert json.loads(request.body)["msgtype"] == "text"
    assert "致考核办：审核评鉴" in json.loads(request.body)["text"]["content"]


@pytest.mark.parametrize("answer", [b'{"errcode":93000,"errmsg":"invalid"}', b"<html>", b"[0]", b'{"errmsg":"ok"}'])
async def test_a_robot_that_does_not_say_zero_has_not_taken_it(
    desk: Desk, receiver: HttpReceiver, answer: bytes
) -> None:
    desk.set(webhooks=webhook(receiver, format="wecom"))
    receiver.answers += [(200, answer), (200, b'{"errcode":0}')]
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "retried"
    assert await desk.deliver(row, at(2)) == "delivered"


async def test_a_delivery_is_tried_again_with_the_same_token(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=webhook(receiver))
    receiver.answers += [(500, b"broken\x00\nhere"), (404, b"")]
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "retried"
    failed = await desk.row(row["id"])
    assert (failed["attempts"], failed["error"]) == (1, "500 broken here")
    assert timedelta(seconds=30) <= failed["retry_at"] - desk.now <= timedelta(seconds=60)
    assert await desk.deliver(row) == "passed"
    assert await desk.deliver(row, at(2)) == "retried"
    assert await desk.deliver(row, at(3)) == "delivered"
    requests = receiver.all()
    assert [one.headers["webhook-id"] for one in requests] == [row["token"]] * 3
    assert (await desk.row(row["id"]))["error"] is None


async def test_a_refused_connection_is_tried_again(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=[{"name": "oa", "url": f"http://127.0.0.1:{closed_port()}/"}])
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "retried"
    assert "ConnectError" in (await desk.row(row["id"]))["error"]
    desk.set(webhooks=webhook(receiver))
    assert await desk.deliver(row, at(2)) == "delivered"


async def test_gone_fails_at_once(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=webhook(receiver))
    receiver.answers.append((410, b"no more"))
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "failed"
    assert await desk.deliver(row, at(2)) == "passed"
    assert (await desk.row(row["id"]))["error"] == "410 no more"


async def test_a_redirect_is_not_followed(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=webhook(receiver))
    receiver.answers.append((302, b""))
    assert await desk.deliver(await desk.put_out(OFFICE)) == "retried"
    assert [one.path for one in receiver.all()] == ["/hook"]


async def test_who_does_not_answer_is_given_up_in_time_and_then_left_alone(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=webhook(receiver))
    receiver.answers.append(None)
    first, second = await desk.put_out(OFFICE), await desk.put_out(OFFICE)
    senders = Senders(desk.settings, attempt_seconds=0.2)
    assert await desk.deliver(first, senders=senders) == "retried"
    assert await desk.deliver(second, senders=senders) == "retried"
    await desk.deliver(second, at(2), senders)
    await senders.aclose()
    assert "not tried" not in (await desk.row(first["id"]))["error"]
    assert (await desk.row(second["id"]))["attempts"] == 2
    assert "not tried" not in str((await desk.row(second["id"]))["error"])


async def test_a_channel_that_just_timed_out_is_not_tried(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=[*webhook(receiver), {"name": "other", "url": receiver.url}])
    senders = Senders(desk.settings, attempt_seconds=0.2)
    receiver.answers.append(None)
    await desk.prepare(await desk.notify(OFFICE), await desk.notify(OFFICE))
    rows = [row for row in await desk.rows() if row["channel"] == "oa"]
    for row in rows:
        assert await desk.deliver(row, senders=senders) == "retried"
    assert "not tried" in (await desk.row(rows[1]["id"]))["error"]
    assert len(receiver.all()) <= 1
    [other] = [row for row in await desk.rows() if row["channel"] == "other" and row["id"] > rows[1]["id"]]
    await desk.deliver(other, senders=senders)
    await senders.aclose()
    assert "not tried" not in str((await desk.row(other["id"]))["error"])


async def test_the_address_of_a_robot_stands_in_no_log(
    desk: Desk, receiver: HttpReceiver, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    desk.set(webhooks=[{"name": "oa", "url": f"{receiver.url}?access_token=hidden"}])
    receiver.answers.append((500, b""))
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "retried"
    assert await desk.deliver(row, at(2)) == "delivered"
    assert "delivery_attempted" in (printed := "".join(capsys.readouterr()))
    assert "hidden" not in caplog.text + printed + str(await desk.rows())


async def test_after_twelve_attempts_it_has_failed_for_good(desk: Desk) -> None:
    desk.set(webhooks=[{"name": "oa", "url": f"http://127.0.0.1:{closed_port()}/"}])
    row = await desk.put_out(OFFICE)
    outcomes = [await desk.deliver(row, at(2 + number)) for number in range(12)]
    assert outcomes == ["retried"] * 11 + ["failed"]
    failed = await desk.row(row["id"])
    assert (failed["attempts"], failed["retry_at"]) == (12, None)


async def test_a_webhook_that_is_no_longer_set_is_waited_for(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=webhook(receiver))
    row = await desk.put_out(OFFICE)
    desk.set()
    assert await desk.deliver(row) == "retried"
    assert "oa" in (await desk.row(row["id"]))["error"]


async def test_what_the_receiver_says_is_read_only_so_far(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=webhook(receiver))
    receiver.answers.append((200, b"x" * 5_000_000))
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "delivered"
    assert len((await desk.row(row["id"]))["answer"]) == 200

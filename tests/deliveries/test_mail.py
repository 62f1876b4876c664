"""Mail: what is sent, and what becomes of each refusal."""

import pytest
from support.desk import Desk
from support.drive import at
from support.receivers import MailReceiver, closed_port, mail, mail_receiver

from kaohe.workflow.domain.roles import Role, role_key

OFFICE = role_key(Role.OFFICE)
ADDRESS = "office@psb.test"


async def test_a_mail_says_what_waits_in_both_languages(desk: Desk, mailbox: MailReceiver) -> None:
    desk.set(**mail(mailbox), public_url="https://kaohe.psb.test")
    await desk.give_addresses({"office": ADDRESS})
    row = await desk.put_out(OFFICE, "remind_self_summary")
    assert await desk.deliver(row) == "delivered"
    [sent] = mailbox.mails
    assert mailbox.recipients == [ADDRESS]
    assert sent["From"] == "考核办 <kaohe@psb.test>"
    assert sent["To"] == ADDRESS
    assert sent["Subject"].startswith("【考核】个人小结即将到期")
    assert sent["Subject"].endswith("self-summary: due soon")
    assert sent["Message-ID"] == f"<{row['token']}@psb.test>"
    assert sent["Date"].datetime == desk.now
    body = sent.get_content()
    assert "致考核办：个人小结即将到期" in body
    assert "请于2026-04-08 00:00前办理。请登录查看：https://kaohe.psb.test" in body
    assert "To the office: self-summary: due soon (2026Q1)" in body
    assert "taken" in (await desk.row(row["id"]))["answer"]


async def test_an_address_that_the_server_refuses_fails_at_once(desk: Desk, mailbox: MailReceiver) -> None:
    desk.set(**mail(mailbox))
    await desk.give_addresses({"office": ADDRESS})
    mailbox.refusals[ADDRESS] = "550 no such user"
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "failed"
    failed = await desk.row(row["id"])
    assert (failed["state"], failed["attempts"], failed["error"]) == ("failed", 1, "550 no such user")


async def test_an_address_that_is_refused_for_now_is_tried_again(desk: Desk, mailbox: MailReceiver) -> None:
    desk.set(**mail(mailbox))
    await desk.give_addresses({"office": ADDRESS})
    mailbox.refusals[ADDRESS] = "451 come back later"
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "retried"
    assert await desk.deliver(row, at(2)) == "delivered"
    assert [one["Message-ID"] for one in mailbox.mails] == [f"<{row['token']}@psb.test>"]


async def test_a_mail_server_that_is_away_is_tried_again(desk: Desk, mailbox: MailReceiver) -> None:
    desk.set(**mail(mailbox, smtp_port=closed_port()))
    await desk.give_addresses({"office": ADDRESS})
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "retried"
    desk.set(**mail(mailbox))
    assert await desk.deliver(row, at(2)) == "delivered"


async def test_nothing_is_said_in_clear_to_a_server_without_tls(desk: Desk, mailbox: MailReceiver) -> None:
    desk.set(**mail(mailbox, smtp_security="starttls"))
    await desk.give_addresses({"office": ADDRESS})
    row = await desk.put_out(OFFICE)
    assert await desk.deliver(row) == "retried"
    assert mailbox.mails == []
    assert "STARTTLS" in (await desk.row(row["id"]))["error"]


@pytest.mark.parametrize(("password", "outcome"), [("right", "delivered"), ("wrong", "retried")])
async def test_the_mail_server_knows_us_by_user_and_password(desk: Desk, password: str, outcome: str) -> None:
    async with mail_receiver({"kaohe": "right"}) as mailbox:
        desk.set(**mail(mailbox, smtp_user="kaohe", smtp_password=password))
        await desk.give_addresses({"office": ADDRESS})
        row = await desk.put_out(OFFICE)
        assert await desk.deliver(row) == outcome
        assert len(mailbox.mails) == (outcome == "delivered")
        error = (await desk.row(row["id"]))["error"]
        assert error is None if outcome == "delivered" else error.startswith("SMTPAuthenticationError")

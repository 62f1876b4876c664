"""From a cycle that opens to a mail and a webhook: real workers, a real mail server, a real receiver."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text
from support.desk import Desk
from support.receivers import HttpReceiver, MailReceiver, mail, webhook

from kaohe.clock import SetClock
from kaohe.workers.embedded import start


async def test_who_is_to_write_his_summary_is_told_by_mail_and_webhook(
    desk: Desk, receiver: HttpReceiver, mailbox: MailReceiver, tmp_path: Path
) -> None:
    desk.set(var=tmp_path, sweep_seconds=60, webhooks=webhook(receiver), **mail(mailbox))
    await desk.give_addresses({"a1": "a1@psb.test"})
    async with desk.database.session() as session:
        people = (await session.scalars(text("SELECT person_id FROM assessment"))).all()
    receiver.answers.append((500, b""))
    clock = SetClock(desk.now)
    workers = start(desk.database.url, clock, desk.settings)
    try:
        await asyncio.to_thread(workers.settle)
        clock.advance(timedelta(minutes=2))
        await asyncio.to_thread(workers.settle)
    finally:
        await asyncio.to_thread(workers.stop)
    documents = [json.loads(one.body) for one in receiver.all()]
    told = {one["id"]: one["assignee_key"] for one in documents if one["type"] == "write_summary"}
    assert sorted(told.values()) == sorted(f"person@{person}" for person in people)
    assert len(documents) == len({one["id"] for one in documents}) + 1  # the one that was answered by 500 came again
    assert [one["Subject"] for one in mailbox.mails] == ["【考核】撰写个人小结 · write the self-summary"]
    assert {row["state"] for row in await desk.rows()} == {"delivered"}

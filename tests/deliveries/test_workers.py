"""Deliveries in the hands of several workers, and of one that dies."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text
from support.desk import Desk
from support.drive import at
from support.receivers import HttpReceiver, closed_port, webhook

from kaohe.schema.session import Database
from kaohe.workflow.deliveries import Senders, deliver, failed, offer, replay

_WORKER = """
import asyncio, sys
from datetime import datetime
from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workflow.deliveries import Senders, deliver

url, hook, now, body_id, delivery_id = sys.argv[1:]
settings = Settings(webhooks=[{"name": "oa", "url": hook}])
asyncio.run(deliver(Database(url), datetime.fromisoformat(now), int(body_id), int(delivery_id), Senders(settings)))
"""


async def test_a_worker_killed_while_sending_leaves_it_to_the_next_with_the_same_token(
    desk: Desk, receiver: HttpReceiver, tmp_path: Path
) -> None:
    desk.set(webhooks=webhook(receiver))
    receiver.answers.append(None)
    row = await desk.put_out("office")
    script = tmp_path / "worker.py"
    script.write_text(_WORKER)
    arguments = [desk.database.url, receiver.url, desk.now.isoformat(), str(row["body_id"]), str(row["id"])]
    worker = await asyncio.create_subprocess_exec(sys.executable, str(script), *arguments)
    first = await receiver.received.get()
    assert await desk.deliver(row) == "passed"  # it is in the worker's hands
    worker.kill()
    await worker.wait()
    async with desk.database.transaction() as session:  # waits until the server has let go of the dead worker's lock
        await session.execute(text("SELECT 1 FROM delivery WHERE id = :id FOR UPDATE"), {"id": row["id"]})
    assert await offer(desk.database, desk.now) == [(row["body_id"], row["id"])]
    assert await desk.deliver(row) == "delivered"
    [second] = receiver.all()
    assert second.headers["webhook-id"] == first.headers["webhook-id"] == row["token"]


async def test_two_workers_that_are_told_of_all_send_each_once(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=webhook(receiver))
    await desk.prepare(*[await desk.notify("office") for _ in range(40)])
    rows = await desk.rows()

    async def work() -> list[str]:
        database, senders = Database(desk.database.url), Senders(desk.settings)
        outcomes = [await deliver(database, desk.now, row["body_id"], row["id"], senders) for row in rows]
        await senders.aclose()
        await database.close()
        return outcomes

    outcomes = await asyncio.gather(work(), work())
    assert sorted(outcomes[0] + outcomes[1]) == ["delivered"] * 40 + ["passed"] * 40
    assert sorted(one.headers["webhook-id"] for one in receiver.all()) == sorted(row["token"] for row in rows)


async def test_two_workers_that_look_at_once_are_offered_different_ones(desk: Desk) -> None:
    desk.set(webhooks=[{"name": "oa", "url": "http://oa.test/"}])
    await desk.prepare(*[await desk.notify("office") for _ in range(60)])
    offers = await asyncio.gather(*[offer(desk.database, desk.now, limit=20) for _ in range(4)])
    offered = [one for part in offers for one in part]
    assert len(offered) == len(set(offered))
    offered += await offer(desk.database, desk.now)
    assert sorted(offered) == [(row["body_id"], row["id"]) for row in await desk.rows()]


async def test_what_failed_is_listed_and_replayed_with_its_token(desk: Desk, receiver: HttpReceiver) -> None:
    desk.set(webhooks=webhook(receiver))
    receiver.answers += [(410, b""), (410, b"")]
    rows = [await desk.put_out("office"), await desk.put_out("office")]
    for row in rows:
        await desk.deliver(row)
    listed = await failed(desk.database, 10)
    assert [(one["id"], one["channel"], one["error"]) for one in listed] == [(row["id"], "oa", "410") for row in rows]
    assert len(await failed(desk.database, 1)) == 1
    assert await replay(desk.database, at(2), [rows[0]["id"]]) == 1
    assert await desk.deliver(rows[0], at(2)) == "delivered"
    assert await replay(desk.database, at(2)) == 1
    assert await replay(desk.database, at(2)) == 0
    assert await offer(desk.database, at(2)) == [(rows[1]["body_id"], rows[1]["id"])]


async def test_those_that_failed_together_come_back_apart(desk: Desk) -> None:
    desk.set(webhooks=[{"name": "oa", "url": f"http://127.0.0.1:{closed_port()}/"}])
    await desk.prepare(*[await desk.notify("office") for _ in range(20)])
    for row in await desk.rows():
        await desk.deliver(row)
    pauses = {row["retry_at"] - desk.now for row in await desk.rows()}
    assert len(pauses) == 20
    assert max(pauses) - min(pauses) > timedelta(seconds=10)

"""Which deliveries are offered to the workers."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from support.desk import Desk

from kaohe.clock import SetClock
from kaohe.workers import pacemaker
from kaohe.workers.actors import declare
from kaohe.workers.brokers import memory_broker, size
from kaohe.workers.pacemaker import Pacemaker
from kaohe.workers.queues import NOTIFICATIONS
from kaohe.workers.work import Work
from kaohe.workflow.deliveries import offer

HOOK = [{"name": "oa", "url": "http://oa.test/"}]


async def _waiting(desk: Desk, count: int) -> list[tuple[int, int]]:
    desk.set(webhooks=HOOK)
    await desk.prepare(*[await desk.notify("office") for _ in range(count)])
    return [(row["body_id"], row["id"]) for row in await desk.rows()]


async def test_what_waits_is_offered_once_a_minute(desk: Desk) -> None:
    waiting = await _waiting(desk, 3)
    assert await offer(desk.database, desk.now) == waiting
    assert await offer(desk.database, desk.now + timedelta(seconds=59)) == []
    assert await offer(desk.database, desk.now + timedelta(seconds=60)) == waiting


async def test_no_more_than_asked_for_are_offered_and_the_rest_next(desk: Desk) -> None:
    waiting = await _waiting(desk, 5)
    assert await offer(desk.database, desk.now, limit=3) == waiting[:3]
    assert await offer(desk.database, desk.now, limit=3) == waiting[3:]


async def test_what_is_to_be_tried_later_or_done_is_not_offered(desk: Desk) -> None:
    waiting = await _waiting(desk, 3)
    await desk.run(
        "UPDATE delivery SET retry_at = :at WHERE id = :id", at=desk.now + timedelta(hours=1), id=waiting[0][1]
    )
    await desk.run("UPDATE delivery SET state = 'delivered' WHERE id = :id", id=waiting[1][1])
    assert await offer(desk.database, desk.now) == waiting[2:]
    assert waiting[0] in await offer(desk.database, desk.now + timedelta(hours=1))


async def test_what_another_worker_has_in_hand_is_passed_over(desk: Desk) -> None:
    waiting = await _waiting(desk, 2)
    async with desk.database.transaction() as other:
        await other.execute(text("SELECT 1 FROM delivery WHERE id = :id FOR UPDATE"), {"id": waiting[0][1]})
        assert await offer(desk.database, desk.now) == waiting[1:]


async def test_a_queue_that_nobody_empties_does_not_grow(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A receiver that is slower than a minute for all that waits: what lies in the queue is not put there again."""
    monkeypatch.setattr(pacemaker, "_FULL", 3)
    await _waiting(desk, 3)
    clock, broker = SetClock(desk.now), memory_broker([])
    work = Work(desk.database, clock, desk.settings, lambda _name: None)
    actors = declare(broker, lambda: work, lambda: looks.dispatch(work))
    looks = Pacemaker(desk.database, clock, 1, broker, actors)
    for _minute in range(3):
        await looks.dispatch(work)
        clock.advance(timedelta(minutes=1))
    assert size(broker, NOTIFICATIONS) == 3

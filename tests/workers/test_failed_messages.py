"""A message that fails for good is kept in PostgreSQL, listed, and replayed."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import text
from support.drive import at

from kaohe.clock import SetClock
from kaohe.schema.session import Database
from kaohe.workers.failures import failures, replay
from kaohe.workers.workers import Workers

StartWorkers = Callable[[SetClock], Workers]


async def _fail(workers: Workers, body: int, delivery: int) -> None:
    """Send a message that is tried once, and wait until the broker has given it up."""
    actor = workers.broker.get_actor("deliver")
    workers.broker.enqueue(actor.message_with_options(args=(body, delivery), max_retries=0))
    await asyncio.to_thread(workers.broker.join, actor.queue_name, interval=10, timeout=20_000)


async def _rename(database: Database, before: str, after: str) -> None:
    async with database.transaction() as session:
        await session.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))


async def test_it_is_kept_once_listed_and_replayed(fresh_database: Database, start_workers: StartWorkers) -> None:
    workers = start_workers(SetClock(at(1)))
    await _rename(fresh_database, "delivery", "hidden")
    await _fail(workers, 1, 7)
    await _fail(workers, 1, 7)
    await _rename(fresh_database, "hidden", "delivery")
    (kept,) = await failures(fresh_database, at(1))
    assert (kept.what, kept.attempts, kept.since) == ("deliver(1, 7)", 2, at(1))
    assert "delivery" in kept.error
    assert await replay(fresh_database, workers.broker, at(2), [kept.name]) == []
    await asyncio.to_thread(workers.broker.join, "notifications", interval=10, timeout=20_000)
    assert await failures(fresh_database, at(2)) == []


async def test_what_fails_anew_after_a_replay_is_listed_anew(
    fresh_database: Database, start_workers: StartWorkers
) -> None:
    workers = start_workers(SetClock(at(1)))
    await _rename(fresh_database, "delivery", "hidden")
    await _fail(workers, 1, 7)
    async with fresh_database.transaction() as session:
        await session.execute(text("UPDATE failed_message SET replayed_at = failed_at"))
    await _fail(workers, 1, 7)
    await _rename(fresh_database, "hidden", "delivery")
    assert [(one.what, one.attempts) for one in await failures(fresh_database, at(1))] == [("deliver(1, 7)", 1)]


async def test_all_are_replayed_however_few_a_list_shows(
    fresh_database: Database, start_workers: StartWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = start_workers(SetClock(at(1)))
    await _rename(fresh_database, "delivery", "hidden")
    await _fail(workers, 1, 7)
    await _fail(workers, 1, 8)
    await _rename(fresh_database, "hidden", "delivery")
    monkeypatch.setattr("kaohe.workers.failures.LIMIT", 1)
    assert [one.what for one in await failures(fresh_database, at(1))] == ["deliver(1, 7)"]
    assert await replay(fresh_database, workers.broker, at(2), []) == []
    assert await failures(fresh_database, at(2)) == []


async def test_what_is_not_there_is_named(fresh_database: Database, start_workers: StartWorkers) -> None:
    workers = start_workers(SetClock(at(1)))
    names = ["message:99", "outbox:1", "delivery:1", "deadline:1", "nonsense", "outbox:x"]
    assert await replay(fresh_database, workers.broker, at(1), names) == names

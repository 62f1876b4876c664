"""The workers on Redis: it shares the work out, and may go, come back or forget everything."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from inspect import signature
from typing import Any

import dramatiq
import pytest
import redis as redis_client
from sqlalchemy import text
from support.drive import EVERYONE, at
from support.redis_server import RedisServer
from support.world import World, add_performance, make_world, open_quarter

from kaohe.clock import SetClock
from kaohe.schema.session import Database
from kaohe.workers.workers import Workers

StartWorkers = Callable[[SetClock], Workers]
WITHIN_SECONDS = 20


class _Watch(dramatiq.Middleware):
    """Notes what is sent."""

    def __init__(self, sent: "list[dramatiq.Message[Any]]") -> None:
        self._sent = sent

    def before_enqueue(self, broker: dramatiq.Broker, message: "dramatiq.Message[Any]", delay: int | None) -> None:
        self._sent.append(message)


async def _bureau(database: Database, clock: SetClock) -> World:
    async with database.transaction() as session:
        world = await make_world(session)
        await add_performance(session, world)
        await open_quarter(session, world, clock.now())
    return world


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(WITHIN_SECONDS):
        while not await condition():  # noqa: ASYNC110 - the workers are other threads: there is nothing to wait on
            await asyncio.sleep(0.01)


def _everybody_in(database: Database, world: World, stage: str) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        async with database.session() as session:
            reached = {await world.state(session, name) for name in EVERYONE}
            waiting = await session.scalar(text("SELECT count(*) FROM outbox WHERE done_at IS NULL"))
            return reached == {stage} and not waiting

    return check


async def _done_once(database: Database) -> bool:
    async with database.session() as session:
        counts = await session.scalars(
            text("SELECT count(*) FROM history WHERE trigger = 'miss_summary' GROUP BY subject_id")
        )
        told = await session.execute(
            text(
                "SELECT assignee_key, kind FROM notification WHERE kind = 'summary_missed' GROUP BY 1, 2 HAVING count(*) > 1"
            )
        )
        return set(counts) == {1} and told.all() == []


@pytest.mark.req("S3-28")
async def test_what_is_due_is_done_and_told(fresh_database: Database, start_workers: StartWorkers) -> None:
    clock = SetClock(at(1))
    world = await _bureau(fresh_database, clock)
    start_workers(clock)
    clock.advance(timedelta(days=8))
    await _until(_everybody_in(fresh_database, world, "aggregation"))
    assert await _done_once(fresh_database)


@pytest.mark.req("S3-28")
async def test_without_redis_the_deadlines_are_kept(
    fresh_database: Database, redis_server: RedisServer, start_workers: StartWorkers
) -> None:
    clock = SetClock(at(1))
    world = await _bureau(fresh_database, clock)
    start_workers(clock)
    redis_server.kill()
    try:
        clock.advance(timedelta(days=8))
        await _until(_everybody_in(fresh_database, world, "aggregation"))
    finally:
        redis_server.start()
    assert await _done_once(fresh_database)


@pytest.mark.req("S3-28")
async def test_a_redis_that_has_forgotten_everything_loses_nothing(
    fresh_database: Database, redis_server: RedisServer, start_workers: StartWorkers
) -> None:
    clock = SetClock(at(1))
    world = await _bureau(fresh_database, clock)
    start_workers(clock)
    clock.advance(timedelta(days=8))
    redis_server.flush()
    await _until(_everybody_in(fresh_database, world, "aggregation"))
    assert await _done_once(fresh_database)


async def test_redis_full_of_what_the_dead_left_holds_nothing_up(
    fresh_database: Database, redis_server: RedisServer, start_workers: StartWorkers
) -> None:
    """Messages in the hands of workers that are gone look like work under way: nobody waits for them."""
    clock = SetClock(at(1))
    world = await _bureau(fresh_database, clock)
    with redis_client.Redis.from_url(redis_server.url) as client:
        for queue in ("deadlines", "outbox"):
            client.hset(f"kaohe:{queue}.msgs", mapping={f"gone-{n}": b"{}" for n in range(20)})
    start_workers(clock)
    clock.advance(timedelta(days=8))
    await _until(_everybody_in(fresh_database, world, "aggregation"))
    assert await _done_once(fresh_database)


async def test_messages_carry_ids_only(fresh_database: Database, start_workers: StartWorkers) -> None:
    clock = SetClock(at(1))
    world = await _bureau(fresh_database, clock)
    workers = start_workers(clock)
    actors = [workers.broker.get_actor(name) for name in workers.broker.get_declared_actors()]
    assert {one.annotation for actor in actors for one in signature(actor.fn).parameters.values()} == {int}
    queues = {"deadlines", "bulk", "outbox", "notifications", "archive", "ballots"}
    assert {actor.queue_name for actor in actors} == queues

    sent: list[dramatiq.Message[Any]] = []
    workers.broker.add_middleware(_Watch(sent))
    clock.advance(timedelta(days=8))
    await _until(_everybody_in(fresh_database, world, "aggregation"))
    assert sent
    assert [(one.args, one.kwargs) for one in sent if one.args or one.kwargs] == []

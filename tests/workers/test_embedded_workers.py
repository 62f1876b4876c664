"""The workers inside the process: real broker, real worker thread, real database."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from support.drive import at
from support.world import add_performance, make_world, open_quarter

from kaohe.clock import SetClock
from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workers.embedded import start


@pytest.mark.req("S3-28")
async def test_a_missed_summary_is_moved_on_by_the_worker_once_it_is_due(
    fresh_database: Database, tmp_path: Path
) -> None:
    clock = SetClock(at(1))
    async with fresh_database.transaction() as session:
        world = await make_world(session)
        await add_performance(session, world)
        await open_quarter(session, world, clock.now())
    workers = start(fresh_database.url, clock, Settings(var=tmp_path, sweep_seconds=60))
    try:
        workers.settle()
        async with fresh_database.session() as session:
            assert await world.state(session, "a1") == "self_summary"
        clock.advance(timedelta(days=10))
        workers.settle()
        async with fresh_database.session() as session:
            assert await world.state(session, "a1") == "aggregation"
            assert await session.scalar(text("SELECT state FROM cycle")) == "aggregation"
    finally:
        workers.stop()

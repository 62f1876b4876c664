"""Workers on a real Redis, in this process."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from support.redis_server import RedisServer

from kaohe.clock import Clock
from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workers.brokers import redis_broker
from kaohe.workers.workers import Workers

StartWorkers = Callable[[Clock], Workers]


@pytest.fixture
def start_workers(fresh_database: Database, redis_server: RedisServer, tmp_path: Path) -> Iterator[StartWorkers]:
    """Starts the workers of one process; they are stopped after the test."""
    redis_server.flush()  # other tests of this process leave messages there that nobody has taken
    started: list[Workers] = []

    def start(clock: Clock) -> Workers:
        settings = Settings(var=tmp_path, sweep_seconds=0.05)
        workers = Workers(partial(redis_broker, redis_server.url), fresh_database.url, clock, settings)
        workers.start()
        started.append(workers)
        return workers

    yield start
    for workers in started:
        workers.stop(5)
    redis_server.flush()

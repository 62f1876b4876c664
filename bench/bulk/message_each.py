"""The peer of the deadlines: one dramatiq message each, whose actor marks one row as fired, and does nothing else.

It is a program of its own (`dramatiq bench.bulk.message_each`). REDIS_URL and BENCH_DSN say where it works.
"""

import os
from typing import Any

import asyncpg
import dramatiq
from dramatiq.asyncio import get_event_loop_thread
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import AsyncIO, Middleware

#: A connection for each of dramatiq's threads.
_CONNECTIONS = 8

_MARK = """
UPDATE deadline SET fired_at = clock_timestamp(), outcome = 'marked' WHERE body_id = $1 AND id = $2 AND fired_at IS NULL
"""


class Pool(Middleware):
    """Connections, opened on the event loop of the worker."""

    async def _open(self) -> None:
        self.connections = await asyncpg.create_pool(
            os.environ["BENCH_DSN"], min_size=_CONNECTIONS, max_size=_CONNECTIONS
        )

    def before_worker_boot(self, broker: dramatiq.Broker, worker: Any) -> None:
        get_event_loop_thread().run_coroutine(self._open())


pool = Pool()
broker = RedisBroker(url=os.environ["REDIS_URL"])
broker.add_middleware(AsyncIO())
broker.add_middleware(pool)


@dramatiq.actor(broker=broker)
async def mark(body_id: int, deadline_id: int) -> None:
    """Mark one deadline."""
    await pool.connections.execute(_MARK, body_id, deadline_id)


dramatiq.set_broker(broker)

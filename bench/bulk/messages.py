"""Running the peer that sends a message for each deadline."""

import asyncio
import sys
from pathlib import Path

from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker

from bench.bulk.organisation import BODY
from bench.bulk.redis_server import redis_server
from bench.context import Bench
from bench.database import connected, dsn

#: The peer is done when this many looks in a row, half a second apart, find nothing new.
_PATIENCE = 60

_DONE = "SELECT count(*), extract(epoch FROM max(fired_at) - min(fired_at)) FROM deadline WHERE fired_at IS NOT NULL"


async def marked_each(bench: Bench, url: str, count: int) -> float:
    """Deadlines a second that one worker process marks, of `count` messages that lie in Redis before it starts.

    From the first mark to the last: neither sending the messages nor starting the process counts.
    """
    async with redis_server(bench) as redis:
        await asyncio.to_thread(_send, redis, count)
        command = [str(Path(sys.executable).parent / "dramatiq"), "bench.bulk.message_each", "--processes", "1"]
        async with bench.child(command, {"REDIS_URL": redis, "BENCH_DSN": dsn(url)}), connected(url) as connection:
            idle, last = 0, 0
            while last < count and idle < _PATIENCE:
                await asyncio.sleep(0.5)
                done, seconds = await connection.fetchrow(_DONE)
                idle, last = (0, done) if done > last else (idle + 1, last)
    if last < count:
        raise AssertionError(f"only {last} of {count} messages did their work")
    return count / float(seconds)


def _send(redis: str, count: int) -> None:
    broker = RedisBroker(url=redis)
    broker.declare_queue("default")
    for one in range(1, count + 1):
        broker.enqueue(Message("default", "mark", (BODY, one), {}, {}))
    broker.close()

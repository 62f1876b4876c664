"""When a run is over: nothing waits any more, and looking again changes nothing."""

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import redis
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kaohe.schema.session import Database

_PAUSE_SECONDS = 0.25

#: Looks in a row that find nothing waiting and nothing new; they last longer than a sweep's pause.
_LOOKS = 6

_WAITING = text("""
SELECT (SELECT count(*) FROM deadline WHERE fired_at IS NULL AND due_at <= :until) AS deadlines,
       (SELECT count(*) FROM deadline_part WHERE done_at IS NULL) AS parts,
       (SELECT count(*) FROM outbox WHERE done_at IS NULL AND failed_at IS NULL) AS messages,
       (SELECT count(*) FROM delivery WHERE state = 'waiting') AS deliveries
""")

_NEWEST = text("SELECT (SELECT max(id) FROM history), (SELECT max(id) FROM notification), (SELECT max(id) FROM outbox)")


async def until_quiet(database: Database, broker: redis.Redis, until: datetime, within: float) -> float:
    """Wait until nothing due by `until` waits, in PostgreSQL or in a queue; the seconds that it took.

    TimeoutError with what is left after `within` seconds.
    """
    begun, quiet, newest = time.monotonic(), 0, ()
    while quiet < _LOOKS:
        left, seen = await _look(database, broker, until)
        quiet = quiet + 1 if seen == newest and not any(left.values()) else 0
        newest = seen
        if time.monotonic() - begun > within:
            raise TimeoutError(f"after {within:.0f} s there is still left: {dict(left)}")
        await asyncio.sleep(_PAUSE_SECONDS)
    return time.monotonic() - begun - _LOOKS * _PAUSE_SECONDS


async def _look(database: Database, broker: redis.Redis, until: datetime) -> tuple[Mapping[str, Any], tuple[Any, ...]]:
    try:
        async with database.session() as session:
            left = dict((await session.execute(_WAITING, {"until": until})).mappings().one())
            newest = tuple((await session.execute(_NEWEST)).one())
    except (DBAPIError, OSError) as away:  # a connection of ours that a fault has cut
        return {"database": str(away)}, ()
    left["queued"] = await asyncio.to_thread(_queued, broker)
    return left, newest


def _queued(broker: redis.Redis) -> int:
    """Messages in the queues of the workers; what they have in hand shows in the database."""
    keys: Any = broker.keys("kaohe:*")
    return sum(int(broker.llen(key)) for key in keys if broker.type(key) == b"list")

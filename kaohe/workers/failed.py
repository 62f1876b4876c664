"""Messages that failed for good (失败消息): kept in PostgreSQL, until an operator replays them."""

import asyncio
import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from dramatiq import Broker, Message, MessageProxy, Middleware
from dramatiq.asyncio import get_event_loop_thread
from sqlalchemy import text

from kaohe import metrics
from kaohe.clock import Clock
from kaohe.schema.rows import as_json, rows_of
from kaohe.schema.session import Database

log = structlog.get_logger(__name__)

_EXCEPTION = re.compile(r"^[A-Za-z_][\w.]*: .+$", re.MULTILINE)

_KEEP = text("""
INSERT INTO failed_message (key, queue, actor, arguments, error, attempts, failed_at)
VALUES (:key, :queue, :actor, CAST(:arguments AS jsonb), :error, :attempts, :now)
ON CONFLICT (key) DO UPDATE SET error = EXCLUDED.error, failed_at = EXCLUDED.failed_at, replayed_at = NULL,
  attempts = EXCLUDED.attempts + CASE WHEN failed_message.replayed_at IS NULL THEN failed_message.attempts ELSE 0 END
""")

_KEPT = text("""
SELECT id, queue, actor, arguments, error, attempts, failed_at FROM failed_message
 WHERE replayed_at IS NULL ORDER BY id LIMIT :limit
""")

_REPLAYED = text("UPDATE failed_message SET replayed_at = :now WHERE id = :id")


class KeepFailed(Middleware):
    """Keeps what a worker gives up. `database` is that of the loop on which its actors run."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.database: Database | None = None

    def before_nack(self, broker: Broker, message: MessageProxy) -> None:
        """Called on a worker's thread, before the broker forgets the message."""
        metrics.message_failed(message.queue_name)
        loop = get_event_loop_thread()
        if loop is None or self.database is None:
            return
        try:
            loop.run_coroutine(asyncio.wait_for(_keep(self.database, message, self._clock.now()), 10))
        except Exception:  # the row that the message was about is still there, and is found again
            log.exception("failed_message_lost", actor=message.actor_name, arguments=message.args)


async def _keep(database: Database, message: MessageProxy, now: datetime) -> None:
    arguments = list(message.args)
    async with database.transaction() as session:
        await session.execute(
            _KEEP,
            {
                "key": f"{message.actor_name} {json.dumps(arguments)}",
                "queue": message.queue_name,
                "actor": message.actor_name,
                "arguments": as_json(arguments),
                "error": _said(str(message.options.get("traceback") or "")),
                "attempts": int(message.options.get("retries") or 1),
                "now": now,
            },
        )


def _said(trace: str) -> str:
    """What the exception said: the last line that names one."""
    said = _EXCEPTION.findall(trace)
    return said[-1][:500] if said else ""


async def kept(database: Database, limit: int | None = None) -> Sequence[dict[str, Any]]:
    """The oldest messages that were given up and not replayed, all of them without a limit: id, queue, actor, arguments,
    error, attempts, failed_at."""
    async with database.session() as session:
        return [dict(row) for row in rows_of(await session.execute(_KEPT, {"limit": limit}))]


async def replay(database: Database, broker: Broker, now: datetime, one: int) -> None:
    """Send a kept message anew. Raises KeyError where there is none, and what the broker raises when it is away."""
    async with database.transaction() as session:
        found = await session.execute(
            text(
                "SELECT queue, actor, arguments FROM failed_message WHERE id = :id AND replayed_at IS NULL FOR UPDATE"
            ),
            {"id": one},
        )
        row = found.mappings().one_or_none()
        if row is None:
            raise KeyError(one)
        await session.execute(_REPLAYED, {"id": one, "now": now})
        message: Message[Any] = Message(row["queue"], row["actor"], tuple(row["arguments"]), {}, {})
        await asyncio.to_thread(broker.enqueue, message)

"""Relaying: notifications to those who are told something, their deliveries, and the cycles moved on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.failures import is_lost, words_of
from kaohe.schema.rows import rows_of
from kaohe.schema.session import Database
from kaohe.workflow.cycles.progress import advance_cycle
from kaohe.workflow.deliveries import Channel, prepare
from kaohe.workflow.domain.retrying import pause_after

log = structlog.get_logger(__name__)

Row = Mapping[str, Any]
Watch = Callable[[Sequence[Row]], None]

#: Rows relayed in one transaction.
BATCH = 500

#: A row that has failed so often is left to an operator.
TRIES = 10
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)

#: The channel of PostgreSQL's NOTIFY on which each batch is hinted at. Who misses a hint has missed nothing.
HINT = "kaohe_relayed"

# Claimed by lock, not by a cursor over ids: a row that commits late with a small id is not passed over. Every statement
# names the condition of the index over what waits, so that none reads what is done.
#: The rows that wait at `:now`: the rest of a SELECT.
WAITING = """
  FROM outbox WHERE done_at IS NULL AND failed_at IS NULL AND (retry_at IS NULL OR retry_at <= :now)"""

_CLAIM = text(f"""
SELECT id, body_id, topic, payload, request_id, attempts {WAITING}
 ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED
""")

_NOTIFY = text("""
WITH told AS MATERIALIZED (
  SELECT nextval(pg_get_serial_sequence('notification', 'id')) AS id, o.body_id, o.payload, o.request_id, lines.line
    FROM outbox o
   CROSS JOIN LATERAL jsonb_array_elements((o.payload->'tasks') || (o.payload->'notify')) AS lines(line)
   WHERE o.id = ANY(:ids) AND o.done_at IS NULL AND o.failed_at IS NULL),
 inserted AS (
  INSERT INTO notification (body_id, id, assignee_key, kind, subject, subject_id, created_at) OVERRIDING SYSTEM VALUE
  SELECT body_id, id, line->>0, line->>1, payload->>'subject', (payload->>'id')::bigint, CAST(:now AS timestamptz)
    FROM told)
SELECT id, request_id FROM told
""")

_DONE = text("""
UPDATE outbox SET done_at = :now WHERE id = ANY(:ids) AND done_at IS NULL AND failed_at IS NULL
""")

_HINT = text("SELECT pg_notify(:channel, '')")

_FAILED = text("""
UPDATE outbox SET attempts = :attempts, error = :error, retry_at = :retry_at, failed_at = :failed_at
 WHERE id = :id AND done_at IS NULL AND failed_at IS NULL
""")


async def relay(database: Database, now: datetime, channels: Sequence[Channel] = (), watch: Watch | None = None) -> int:
    """Relay everything that waits; how many rows. `watch` is told of each batch after its commit."""
    relayed = 0
    while batch := await relay_next(database, now, channels, watch):
        relayed += batch
    return relayed


async def relay_next(
    database: Database, now: datetime, channels: Sequence[Channel] = (), watch: Watch | None = None
) -> int:
    """Relay one batch in one transaction; how many rows were taken, those that failed included.

    A row that fails holds up no other: it is tried again later, and left to an operator after `TRIES` times.
    """
    async with database.transaction() as session:
        rows = rows_of(await session.execute(_CLAIM, {"batch": BATCH, "now": now}))
        relayed = await _attempt(session, rows, now, channels) if rows else []
        if relayed:
            await session.execute(_HINT, {"channel": HINT})
    if relayed and watch:
        watch(relayed)
    return len(rows)


async def _attempt(session: AsyncSession, rows: Sequence[Row], now: datetime, channels: Sequence[Channel]) -> list[Row]:
    """All together, or each alone where that fails: those that were relayed."""
    try:
        async with session.begin_nested():
            await _relay(session, rows, now, channels)
    except Exception as error:
        if is_lost(error):
            raise
        if len(rows) == 1:
            await _failed(session, rows[0], error, now)
            return []
        return [one for row in rows for one in await _attempt(session, [row], now, channels)]
    return list(rows)


async def _relay(session: AsyncSession, rows: Sequence[Row], now: datetime, channels: Sequence[Channel]) -> None:
    ids = [row["id"] for row in rows]
    told = rows_of(await session.execute(_NOTIFY, {"ids": ids, "now": now}))
    if channels:
        requests = {one["id"]: one["request_id"] for one in told if one["request_id"]}
        await prepare(session, [one["id"] for one in told], channels, now, requests)
    await session.execute(_DONE, {"ids": ids, "now": now})
    moved = {(row["body_id"], row["payload"]["cycle_id"]) for row in rows if row["topic"] == "moved"}
    for body_id, cycle_id in sorted(moved):
        await advance_cycle(session, body_id, cycle_id, now)


async def _failed(session: AsyncSession, row: Row, error: Exception, now: datetime) -> None:
    log.error("outbox_failed", outbox=row["id"], topic=row["topic"], request_id=row["request_id"], exc_info=error)
    attempts = row["attempts"] + 1
    await session.execute(
        _FAILED,
        {
            "id": row["id"],
            "attempts": attempts,
            "error": words_of(error),
            "retry_at": now + pause_after(attempts, FIRST_PAUSE, LONGEST_PAUSE),
            "failed_at": now if attempts >= TRIES else None,
        },
    )

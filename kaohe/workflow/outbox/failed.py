"""Rows of the outbox that failed for good: listed, and put back by an operator."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from kaohe.schema.rows import rows_of
from kaohe.schema.session import Database

_FAILED = text("""
SELECT body_id, id, topic, payload->>'subject' AS subject, payload->>'id' AS subject_id, attempts, error, failed_at
  FROM outbox WHERE failed_at IS NOT NULL ORDER BY id LIMIT :limit
""")

_REPLAY = text("""
UPDATE outbox SET failed_at = NULL, attempts = 0, retry_at = :now
 WHERE failed_at IS NOT NULL AND (CAST(:one AS bigint) IS NULL OR id = :one)
RETURNING id
""")


async def failed(database: Database, limit: int) -> list[dict[str, Any]]:
    """The oldest that failed for good: body_id, id, topic, subject, subject_id, attempts, error, failed_at."""
    async with database.session() as session:
        return [dict(row) for row in rows_of(await session.execute(_FAILED, {"limit": limit}))]


async def replay(database: Database, now: datetime, one: int | None = None) -> int:
    """Let one failed row, or all, be relayed anew; how many."""
    async with database.transaction() as session:
        found = await session.execute(_REPLAY, {"now": now, "one": one})
        return len(found.all())

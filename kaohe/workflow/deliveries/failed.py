"""Deliveries that failed for good: listed, and put back in the queue by an operator."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text

from kaohe.schema.rows import rows_of
from kaohe.schema.session import Database

_FAILED = text("""
SELECT body_id, id, channel, target, attempts, error, created_at FROM delivery
 WHERE state = 'failed' ORDER BY id LIMIT :limit
""")

_REPLAY = text("""
UPDATE delivery SET state = 'waiting', attempts = 0, retry_at = :now, sent_at = NULL
 WHERE state = 'failed' AND (CAST(:ids AS bigint[]) IS NULL OR id = ANY(CAST(:ids AS bigint[])))
RETURNING id
""")


async def failed(database: Database, limit: int) -> list[dict[str, Any]]:
    """The oldest that failed for good: body_id, id, channel, target, attempts, error, created_at."""
    async with database.session() as session:
        return rows_of(await session.execute(_FAILED, {"limit": limit}))


async def replay(database: Database, now: datetime, ids: Sequence[int] | None = None) -> int:
    """Let these failed deliveries, or all, be tried anew with the same tokens; how many."""
    async with database.transaction() as session:
        found = await session.execute(_REPLAY, {"now": now, "ids": None if ids is None else list(ids)})
        return len(found.all())

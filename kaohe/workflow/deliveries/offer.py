"""Offering deliveries to the workers: which wait, and whose turn it is."""

from datetime import datetime, timedelta

from sqlalchemy import text

from kaohe.schema.session import Database

#: A worker that was told of a delivery has this long, before another is told of it too.
PATIENCE = timedelta(seconds=60)

#: Deliveries whose turn it is at `:now`, and that nobody was told of since `:before`: the rest of a SELECT.
WAITING = """
  FROM delivery WHERE state = 'waiting' AND retry_at <= :now AND (sent_at IS NULL OR sent_at <= :before)"""

_OFFER = text(f"""
WITH waiting AS MATERIALIZED (
  SELECT body_id, id {WAITING}
   ORDER BY retry_at, id LIMIT :limit FOR UPDATE SKIP LOCKED)
UPDATE delivery d SET sent_at = :now FROM waiting w WHERE d.body_id = w.body_id AND d.id = w.id
RETURNING d.body_id, d.id
""")


async def offer(database: Database, now: datetime, limit: int = 500) -> list[tuple[int, int]]:
    """(body, id) of deliveries that wait and that no worker has in hand, at most `limit`; they count as told from now.

    What a worker was told of and never answered for, since it died or the broker lost the message, is offered again
    after `PATIENCE`.
    """
    async with database.transaction() as session:
        found = await session.execute(_OFFER, {"now": now, "before": now - PATIENCE, "limit": limit})
        return sorted((row.body_id, row.id) for row in found)

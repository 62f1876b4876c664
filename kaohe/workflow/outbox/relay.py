"""Relaying: notifications to those who got a task, and the cycles moved on."""

from datetime import datetime

from sqlalchemy import text

from kaohe.schema.session import Database
from kaohe.workflow.cycles.progress import advance_cycle

#: Rows relayed in one transaction.
BATCH = 500

# Claimed by lock, not by a cursor over ids: a row that commits late with a small id is not passed over.
_CLAIM = text("""
SELECT id, body_id, payload FROM outbox WHERE done_at IS NULL ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED
""")

_DONE = text("UPDATE outbox SET done_at = :now WHERE id = ANY(:ids)")

_NOTIFY = text("""
INSERT INTO notification (body_id, assignee_key, kind, subject, subject_id, created_at)
SELECT o.body_id, told.line->>0, told.line->>1, o.payload->>'subject', (o.payload->>'id')::bigint,
       CAST(:now AS timestamptz)
  FROM outbox o
 CROSS JOIN LATERAL jsonb_array_elements((o.payload->'tasks') || (o.payload->'notify')) AS told(line)
 WHERE o.id = ANY(:ids)
""")


async def relay(database: Database, now: datetime) -> int:
    """Relay everything that waits; how many rows."""
    relayed = 0
    while True:
        async with database.transaction() as session:
            rows = (await session.execute(_CLAIM, {"batch": BATCH})).mappings().all()
            ids = [row["id"] for row in rows]
            if ids:
                await session.execute(_NOTIFY, {"ids": ids, "now": now})
                await session.execute(_DONE, {"ids": ids, "now": now})
            for body_id, cycle_id in sorted({(row["body_id"], row["payload"]["cycle_id"]) for row in rows}):
                await advance_cycle(session, body_id, cycle_id, now)
        relayed += len(rows)
        if len(rows) < BATCH:
            return relayed

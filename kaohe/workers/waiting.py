"""Looking what waits (待处理): one statement, over the indexes of what is not done yet."""

from datetime import datetime

from sqlalchemy import text

from kaohe.schema.session import Database
from kaohe.workflow.deliveries.offer import PATIENCE

_WAITING = text("""
SELECT 'sweep' WHERE EXISTS (
  SELECT 1 FROM deadline d JOIN cycle c ON c.body_id = d.body_id AND c.id = d.cycle_id
   WHERE d.fired_at IS NULL AND d.split_at IS NULL AND d.due_at <= :now
     AND (d.retry_at IS NULL OR d.retry_at <= :now) AND c.suspended_at IS NULL)
UNION ALL
SELECT 'carry_out_parts' WHERE EXISTS (
  SELECT 1 FROM deadline_part p JOIN deadline d ON d.body_id = p.body_id AND d.id = p.deadline_id
    JOIN cycle c ON c.body_id = d.body_id AND c.id = d.cycle_id
   WHERE p.done_at IS NULL AND (p.retry_at IS NULL OR p.retry_at <= :now) AND c.suspended_at IS NULL)
UNION ALL
SELECT 'relay' WHERE EXISTS (
  SELECT 1 FROM outbox WHERE done_at IS NULL AND failed_at IS NULL AND (retry_at IS NULL OR retry_at <= :now))
UNION ALL
SELECT 'dispatch' WHERE EXISTS (
  SELECT 1 FROM delivery WHERE state = 'waiting' AND retry_at <= :now AND (sent_at IS NULL OR sent_at <= :before))
""")

_UNSEALED = text("""
SELECT 1 FROM cycle c WHERE c.state = 'archived'
   AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.body_id = c.body_id AND s.cycle_id = c.id) LIMIT 1
""")


async def waiting(database: Database, now: datetime) -> set[str]:
    """The names of the work that waits at `now`."""
    async with database.session() as session:
        return set(await session.scalars(_WAITING, {"now": now, "before": now - PATIENCE}))


async def is_unsealed(database: Database) -> bool:
    """Whether a cycle is archived and not sealed."""
    async with database.session() as session:
        return await session.scalar(_UNSEALED) is not None

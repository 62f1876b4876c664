"""What waits (积压), over all bodies: for those who watch the service, not for those who use it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Each part walks a partial index of what is open alone, so that finished rows, however many, cost nothing.
_BACKLOG = text("""
SELECT d.deadlines_due, d.deadlines_failing, GREATEST(d.oldest, 0) AS deadlines_oldest_seconds,
       (SELECT count(*) FROM task WHERE state = 'open' AND due_at < :now) AS tasks_overdue,
       (SELECT count(*) FROM outbox WHERE done_at IS NULL AND failed_at IS NULL) AS outbox_depth,
       COALESCE((SELECT GREATEST(EXTRACT(EPOCH FROM CAST(:now AS timestamptz) - created_at), 0)::float8 FROM outbox
                  WHERE done_at IS NULL AND failed_at IS NULL ORDER BY id LIMIT 1), 0) AS outbox_oldest_seconds,
       (SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL) AS outbox_failed,
       (SELECT count(*) FROM delivery WHERE state = 'waiting') AS deliveries_waiting,
       (SELECT count(*) FROM delivery WHERE state = 'failed') AS deliveries_failed,
       (SELECT count(*) FROM failed_message WHERE replayed_at IS NULL) AS messages_failed_kept
  FROM (SELECT count(*) AS deadlines_due, count(*) FILTER (WHERE d.attempts > 0) AS deadlines_failing,
               EXTRACT(EPOCH FROM CAST(:now AS timestamptz) - min(d.due_at))::float8 AS oldest
          FROM deadline d JOIN cycle c ON c.body_id = d.body_id AND c.id = d.cycle_id
         WHERE d.fired_at IS NULL AND d.due_at <= :now AND c.suspended_at IS NULL) d
""")


@dataclass(frozen=True)
class Backlog:
    """Numbers of rows, and ages in seconds (0 where nothing waits). Suspended cycles' deadlines do not wait."""

    deadlines_due: int
    deadlines_failing: int
    deadlines_oldest_seconds: float
    tasks_overdue: int
    outbox_depth: int
    outbox_oldest_seconds: float
    outbox_failed: int
    deliveries_waiting: int
    deliveries_failed: int
    messages_failed_kept: int


async def backlog(session: AsyncSession, now: datetime) -> Backlog:
    """What waits at `now`, in one statement."""
    row = (await session.execute(_BACKLOG, {"now": now})).mappings().one()
    return Backlog(**row)

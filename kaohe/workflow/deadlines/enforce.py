"""The sweep: whatever is due is carried out, in order of its due moment, however long nobody looked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.schema.session import Database
from kaohe.workflow.deadlines.carry_out import carry_out

log = structlog.get_logger(__name__)

#: Rows claimed at once; each is carried out in the claiming transaction.
BATCH = 50

# A suspended cycle fires nothing: its rows are not even claimed. Sharing the cycle's lock, a sweep is not overtaken by
# a suspension either, which would leave its rows fired with nothing done.
_CLAIM = text("""
SELECT d.* FROM deadline d JOIN cycle c ON c.body_id = d.body_id AND c.id = d.cycle_id
 WHERE d.fired_at IS NULL AND d.due_at <= :now AND c.suspended_at IS NULL AND NOT d.id = ANY(:failed)
 ORDER BY d.due_at, d.id LIMIT :batch FOR UPDATE OF d SKIP LOCKED FOR SHARE OF c SKIP LOCKED
""")

_FIRED = text("""
UPDATE deadline SET fired_at = :now, outcome = :outcome WHERE body_id = :body_id AND id = :id
""")


async def enforce_due(database: Database, now: datetime) -> int:
    """Carry out every deadline due at `now`; how many fired. Many workers may sweep at once.

    One that fails is logged and left for the next sweep; it holds up no other.
    """
    fired, failed = 0, list[int]()
    while True:
        async with database.transaction() as session:
            claimed = await _claim(session, now, failed)
            for row in claimed:
                if await _fire(session, row, now):
                    fired += 1
                else:
                    failed.append(row["id"])
        if len(claimed) < BATCH:
            return fired


async def _claim(session: AsyncSession, now: datetime, failed: Sequence[int]) -> Sequence[Mapping[str, Any]]:
    found = await session.execute(_CLAIM, {"now": now, "batch": BATCH, "failed": list(failed)})
    return rows_of(found)


async def _fire(session: AsyncSession, row: Mapping[str, Any], now: datetime) -> bool:
    """Carry one out, whole or not at all. What was overtaken by another hand meanwhile is a no-op, and says so."""
    try:
        async with session.begin_nested():
            await _carry_out(session, row, now)
    except Exception:
        log.exception("deadline_failed", deadline=row["id"], subject=row["subject"], subject_id=row["subject_id"])
        return False
    return True


async def _carry_out(session: AsyncSession, row: Mapping[str, Any], now: datetime) -> None:
    outcome = await carry_out(session, row, now)
    await session.execute(_FIRED, {"now": now, "outcome": outcome, "body_id": row["body_id"], "id": row["id"]})

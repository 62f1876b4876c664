"""Closing a deadline: it has fired, or it failed and is tried again later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.retrying import pause_after

Row = Mapping[str, Any]

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)

_FIRED = text("""
UPDATE deadline d SET fired_at = :now, outcome = o.outcome
  FROM unnest(CAST(:ids AS bigint[]), CAST(:outcomes AS text[])) AS o(id, outcome)
 WHERE d.body_id = :body_id AND d.id = o.id
""")

_LATER = {
    table: text(f"""
UPDATE {table} SET attempts = attempts + 1, retry_at = :retry_at, error = :error WHERE body_id = :body_id AND id = :id
""")
    for table in ("deadline", "deadline_part")
}


@dataclass(frozen=True)
class Fired:
    """One deadline that fired: told to whoever watches, once it is committed. Both moments are aware."""

    kind: str
    due_at: datetime
    fired_at: datetime


async def fire(
    session: AsyncSession, rows: Mapping[int, Row], outcomes: Mapping[int, str], now: datetime
) -> list[Fired]:
    """Write the outcome of each, by the deadline's id. All are of one body."""
    if not outcomes:
        return []
    body_id = next(iter(rows.values()))["body_id"]
    await session.execute(
        _FIRED, {"now": now, "body_id": body_id, "ids": list(outcomes), "outcomes": list(outcomes.values())}
    )
    return [Fired(rows[one]["kind"], rows[one]["due_at"], now) for one in outcomes]


async def try_later(session: AsyncSession, table: str, row: Row, error: str, now: datetime) -> None:
    """Keep why a deadline, or a part of one, failed, and when it is tried again. It is never given up."""
    pause = pause_after(row["attempts"] + 1, FIRST_PAUSE, LONGEST_PAUSE)
    await session.execute(
        _LATER[table], {"body_id": row["body_id"], "id": row["id"], "retry_at": now + pause, "error": error}
    )

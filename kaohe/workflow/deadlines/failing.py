"""Deadlines, and parts of them, that have failed and are tried again: listed, and tried at once if an operator says so."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from kaohe.schema.rows import rows_of
from kaohe.schema.session import Database

_FAILING = text("""
SELECT d.body_id, d.id, d.subject, d.subject_id, d.stage, d.kind, d.due_at,
       GREATEST(d.attempts, max(p.attempts)) AS attempts, COALESCE(d.error, max(p.error)) AS error
  FROM deadline d
  LEFT JOIN deadline_part p ON p.body_id = d.body_id AND p.deadline_id = d.id AND p.done_at IS NULL AND p.attempts > 0
 WHERE d.fired_at IS NULL AND d.due_at <= :now AND (d.attempts > 0 OR p.id IS NOT NULL)
 GROUP BY d.body_id, d.id ORDER BY d.due_at LIMIT :limit
""")

_TRY = """
WITH part AS (
  UPDATE deadline_part SET retry_at = NULL
   WHERE done_at IS NULL AND attempts > 0 AND (CAST(:one AS bigint) IS NULL OR deadline_id = :one)
  RETURNING body_id, deadline_id AS id),
 whole AS (
  UPDATE deadline SET retry_at = NULL
   WHERE fired_at IS NULL AND attempts > 0 AND due_at <= :now AND (CAST(:one AS bigint) IS NULL OR id = :one)
  RETURNING body_id, id)
SELECT count(*) FROM (SELECT * FROM part UNION SELECT * FROM whole) tried
"""


async def failing(database: Database, now: datetime, limit: int) -> list[dict[str, Any]]:
    """Those that have failed so far: body_id, id, subject, subject_id, stage, kind, due_at, attempts, error."""
    async with database.session() as session:
        return [dict(row) for row in rows_of(await session.execute(_FAILING, {"now": now, "limit": limit}))]


async def try_now(database: Database, now: datetime, one: int | None = None) -> int:
    """Let one that is failing, or all, be tried at the next sweep; how many."""
    async with database.transaction() as session:
        return int(await session.scalar(text(_TRY), {"now": now, "one": one}) or 0)

"""Telling people something that no move brings: rows of the outbox, relayed like any other."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json
from kaohe.trace import request_id

_TELL = text("""
INSERT INTO outbox (body_id, topic, payload, request_id, created_at)
VALUES (:body_id, 'told', CAST(:payload AS jsonb), :request_id, :now)
""")


#: Lines of one row: however many are told, each row is relayed quickly.
LINES = 2_000


async def tell(
    session: AsyncSession,
    body_id: int,
    now: datetime,
    lines: Iterable[tuple[str, str]],
    *,
    subject: str,
    subject_id: int,
    cycle_id: int | None = None,
) -> None:
    """Notify each of `lines`, (assignee key, kind of notification), about a subject, once this transaction commits."""
    told = sorted({(key, kind) for key, kind in lines})
    about = {"subject": subject, "id": subject_id, "cycle_id": cycle_id, "tasks": []}
    rows = [
        {
            "body_id": body_id,
            "payload": as_json({**about, "notify": told[start : start + LINES]}),
            "request_id": request_id(),
            "now": now,
        }
        for start in range(0, len(told), LINES)
    ]
    if rows:
        await session.execute(_TELL, rows)

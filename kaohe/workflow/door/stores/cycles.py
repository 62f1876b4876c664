"""Snapshots of cycles."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.snapshots import CycleSnapshot, Situation

_SQL = text("""
SELECT t.subject_id, array_agg(t.assignee_key) AS keys FROM task t
 WHERE t.body_id = :body_id AND t.subject = 'cycle' AND t.subject_id = ANY(:ids) AND t.state = 'open'
 GROUP BY t.subject_id
""")


async def snapshots(
    session: AsyncSession, body_id: int, rows: Sequence[Mapping[str, Any]], situations: Mapping[int, Situation]
) -> list[CycleSnapshot]:
    """The snapshots of locked rows, in the same order."""
    found = await session.execute(_SQL, {"body_id": body_id, "ids": [row["id"] for row in rows]})
    keys = {one["subject_id"]: one["keys"] for one in found.mappings()}
    return [
        CycleSnapshot(
            body_id=row["body_id"],
            id=row["id"],
            state=row["state"],
            version=row["version"],
            entry_no=row["entry_no"],
            row=row,
            task_keys=frozenset(keys.get(row["id"], ())),
            suspended=row["suspended_at"] is not None,
            frozen=row["frozen_at"] is not None,
        )
        for row in rows
    ]

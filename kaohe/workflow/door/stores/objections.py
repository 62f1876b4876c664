"""Snapshots of objections."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.snapshots import ObjectionSnapshot, Situation

_SQL = text("""
SELECT j.id, a.person_id, a.unit_id, a.round,
       (SELECT array_agg(t.assignee_key) FROM task t WHERE t.body_id = j.body_id AND t.subject = 'objection'
          AND t.subject_id = j.id AND t.state = 'open') AS task_keys
  FROM objection j JOIN assessment a ON a.body_id = j.body_id AND a.id = j.assessment_id
 WHERE j.body_id = :body_id AND j.id = ANY(:ids)
""")


async def snapshots(
    session: AsyncSession, body_id: int, rows: Sequence[Mapping[str, Any]], situations: Mapping[int, Situation]
) -> list[ObjectionSnapshot]:
    """The snapshots of locked rows, in the same order."""
    found = await session.execute(_SQL, {"body_id": body_id, "ids": [row["id"] for row in rows]})
    beside = {one["id"]: one for one in found.mappings()}
    return [
        ObjectionSnapshot(
            body_id=row["body_id"],
            id=row["id"],
            state=row["state"],
            version=row["version"],
            entry_no=row["entry_no"],
            row=row,
            task_keys=frozenset(beside[row["id"]]["task_keys"] or ()),
            assessment_id=row["assessment_id"],
            subject_person_id=beside[row["id"]]["person_id"],
            unit_id=beside[row["id"]]["unit_id"],
            filed_by=row["filed_by"],
            instance=row["instance"],
            round=beside[row["id"]]["round"],
            decide_due=row["decide_due"],
        )
        for row in rows
    ]

"""Snapshots of findings."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.snapshots import FindingSnapshot, Situation
from kaohe.workflow.domain.supervision.kinds import FindingKind

_SQL = text("""
SELECT t.subject_id, array_agg(t.assignee_key) AS keys FROM task t
 WHERE t.body_id = :body_id AND t.subject = 'finding' AND t.subject_id = ANY(:ids) AND t.state = 'open'
 GROUP BY t.subject_id
""")


async def snapshots(
    session: AsyncSession, body_id: int, rows: Sequence[Mapping[str, Any]], situations: Mapping[int, Situation]
) -> list[FindingSnapshot]:
    """The snapshots of locked rows, in the same order."""
    found = await session.execute(_SQL, {"body_id": body_id, "ids": [row["id"] for row in rows]})
    keys = {one["subject_id"]: one["keys"] for one in found.mappings()}
    return [
        FindingSnapshot(
            body_id=row["body_id"],
            id=row["id"],
            state=row["state"],
            version=row["version"],
            entry_no=row["entry_no"],
            row=row,
            task_keys=frozenset(keys.get(row["id"], ())),
            unit_id=row["unit_id"],
            wants_answer=FindingKind(row["kind"]).wants_answer,
            issuer_key=row["issuer_key"],
        )
        for row in rows
    ]

"""How each kind of subject is locked and its snapshot rebuilt: two statements, whatever the number of rows.

The lock comes first, on its own: what is read beside a row in the same statement could be older than the row.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.snapshots import Situation, Snapshot
from kaohe.workflow.door.stores import assessments, ballot_boxes, cycles, findings, objections, unit_lists
from kaohe.workflow.situations import load_situations

_STORES: Mapping[Subject, Any] = {
    Subject.ASSESSMENT: assessments,
    Subject.CYCLE: cycles,
    Subject.UNIT_LIST: unit_lists,
    Subject.OBJECTION: objections,
    Subject.BALLOT_BOX: ballot_boxes,
    Subject.FINDING: findings,
}

Row = Mapping[str, Any]


async def load(
    session: AsyncSession, subject: Subject, body_id: int, ids: Iterable[int], *, lock: bool
) -> tuple[Sequence[Snapshot], dict[int, Situation]]:
    """The snapshots of those of `ids` that are there, by ascending id, and the situation of each one's cycle."""
    rows = await _rows(session, subject, body_id, ids, lock=lock)
    situations = await load_situations(session, body_id, {cycle_of(subject, row) for row in rows})
    if not rows:
        return [], {}
    snapshots: Sequence[Snapshot] = await _STORES[subject].snapshots(session, body_id, rows, situations)
    return snapshots, situations


def cycle_of(subject: Subject, row: Row) -> int:
    """The id of the cycle that a row belongs to; a cycle belongs to itself."""
    cycle_id: int = row["id"] if subject is Subject.CYCLE else row["cycle_id"]
    return cycle_id


async def _rows(
    session: AsyncSession, subject: Subject, body_id: int, ids: Iterable[int], *, lock: bool
) -> Sequence[Row]:
    statement = f"SELECT * FROM {subject} WHERE body_id = :body_id AND id = ANY(:ids) ORDER BY id"
    if lock:
        statement += " FOR UPDATE"
    result = await session.execute(text(statement), {"body_id": body_id, "ids": sorted(set(ids))})
    return rows_of(result)

"""A store (存取): how the snapshots of one kind of subject are made of its rows and of what is beside them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypedDict, cast

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.snapshots import Situation, Snapshot

Row = Mapping[str, Any]

#: A snapshot of a row, of what is beside it, and of what its cycle shares.
Make = Callable[[Row, Row, Situation], Snapshot]


class Common(TypedDict):
    """What the snapshots of all kinds have, by the names of `Snapshot`."""

    body_id: int
    id: int
    state: str
    version: int
    entry_no: int
    row: Row
    task_keys: frozenset[str]


def common(row: Row, beside: Row) -> Common:
    """That part of a row's snapshot."""
    return {
        "body_id": row["body_id"],
        "id": row["id"],
        "state": row["state"],
        "version": row["version"],
        "entry_no": row["entry_no"],
        "row": row,
        "task_keys": frozenset(beside["task_keys"] or ()),
    }


def cycle_of(subject: Subject, row: Row) -> int:
    """The id of the cycle that a row belongs to; a cycle belongs to itself."""
    cycle_id: int = row["id"] if subject is Subject.CYCLE else row["cycle_id"]
    return cycle_id


class Store:
    """`columns` are what guards need beside a row's own columns and its open tasks' keys: none of them has the name of a
    column of the row. The row's table is `a`; `joins` are the others that the columns name."""

    def __init__(self, subject: Subject, make: Make, *, columns: str = "", joins: str = "") -> None:
        self._subject, self._make = subject, make
        beside = f"""
       (SELECT array_agg(t.assignee_key) FROM task t WHERE t.body_id = a.body_id AND t.subject = '{subject}'
          AND t.subject_id = a.id AND t.state = 'open') AS task_keys{"," if columns else ""}
       {columns}
  FROM {subject} a
  {joins}
 WHERE a.body_id = :body_id AND a.id = ANY(:ids)
"""
        self._beside = text(f"SELECT a.id, {beside}")
        self._unlocked = text(f"SELECT a.*, {beside} ORDER BY a.id")

    async def unlocked(self, session: AsyncSession, body_id: int, ids: Iterable[int]) -> Sequence[Row]:
        """Rows together with what is beside them, by ascending id: who has no lock reads both at one moment."""
        result = await session.execute(self._unlocked, {"body_id": body_id, "ids": sorted(set(ids))})
        return cast("Sequence[Row]", result.mappings().all())

    def of_unlocked(self, rows: Sequence[Row], situations: Mapping[int, Situation]) -> Sequence[Snapshot]:
        """The snapshots of rows that `unlocked` has read, in the same order."""
        return [self._make(row, row, situations[cycle_of(self._subject, row)]) for row in rows]

    async def of_locked(
        self, session: AsyncSession, body_id: int, rows: Sequence[Row], situations: Mapping[int, Situation]
    ) -> Sequence[Snapshot]:
        """The snapshots of rows that are locked, in the same order."""
        found = await session.execute(self._beside, {"body_id": body_id, "ids": [row["id"] for row in rows]})
        beside = {one["id"]: one for one in rows_of(found)}
        return [self._make(row, beside[row["id"]], situations[cycle_of(self._subject, row)]) for row in rows]

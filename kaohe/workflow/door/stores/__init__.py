"""How each kind of subject is locked and its snapshot rebuilt: two statements, whatever the number of rows.

The lock comes first, on its own: what is read beside a row in the same statement could be older than the row.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
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

#: What a viewer may see: a condition on the table under the name `a`, with its parameters.
Scope = tuple[str, Mapping[str, Any]]

Loaded = tuple[Sequence[Snapshot], dict[int, Situation]]


async def load(
    session: AsyncSession, subject: Subject, body_id: int, ids: Iterable[int], *, scope: Scope | None = None
) -> Loaded:
    """The snapshots of those of `ids` that are there, and in the `scope`, by ascending id, and the situation of each one's
    cycle. The rows are locked."""
    rows = await _rows(session, subject, body_id, ids, lock=True, scope=scope)
    if not rows:
        return [], {}
    situations = await load_situations(session, body_id, {cycle_of(subject, row) for row in rows})
    return await snapshots_of(session, subject, body_id, rows, situations), situations


async def look(session: AsyncSession, subject: Subject, body_id: int, ids: Iterable[int]) -> Loaded:
    """The same without a lock, for who only asks what could be done."""
    if subject is Subject.ASSESSMENT:
        rows = await assessments.unlocked(session, body_id, sorted(set(ids)))
    else:
        rows = await _rows(session, subject, body_id, ids, lock=False, scope=None)
    if not rows:
        return [], {}
    situations = await load_situations(session, body_id, {cycle_of(subject, row) for row in rows})
    if subject is Subject.ASSESSMENT:
        return assessments.of_rows(rows, situations), situations
    return await snapshots_of(session, subject, body_id, rows, situations), situations


async def snapshots_of(
    session: AsyncSession, subject: Subject, body_id: int, rows: Sequence[Row], situations: Mapping[int, Situation]
) -> Sequence[Snapshot]:
    """The snapshots of rows that are locked, in the same order."""
    found: Sequence[Snapshot] = await _STORES[subject].snapshots(session, body_id, rows, situations)
    return found


def cycle_of(subject: Subject, row: Row) -> int:
    """The id of the cycle that a row belongs to; a cycle belongs to itself."""
    cycle_id: int = row["id"] if subject is Subject.CYCLE else row["cycle_id"]
    return cycle_id


async def _rows(
    session: AsyncSession, subject: Subject, body_id: int, ids: Iterable[int], *, lock: bool, scope: Scope | None
) -> Sequence[Row]:
    condition, parameters = scope or ("", {})
    result = await session.execute(
        _statement(subject, condition, lock=lock), {"body_id": body_id, "ids": sorted(set(ids)), **parameters}
    )
    return rows_of(result)


@lru_cache(maxsize=1_000)
def _statement(subject: Subject, condition: str, *, lock: bool) -> TextClause:
    visible = f" AND {condition}" if condition else ""
    locked = " FOR UPDATE OF a" if lock else ""
    return text(
        f"SELECT a.* FROM {subject} a WHERE a.body_id = :body_id AND a.id = ANY(:ids){visible} ORDER BY a.id{locked}"
    )

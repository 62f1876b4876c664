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
from kaohe.workflow.door.stores.store import Row, Store, cycle_of
from kaohe.workflow.situations import load_situations

__all__ = ["Loaded", "Scope", "cycle_of", "load", "look", "snapshots_of"]

_STORES: Mapping[Subject, Store] = {
    Subject.ASSESSMENT: assessments.STORE,
    Subject.CYCLE: cycles.STORE,
    Subject.UNIT_LIST: unit_lists.STORE,
    Subject.OBJECTION: objections.STORE,
    Subject.BALLOT_BOX: ballot_boxes.STORE,
    Subject.FINDING: findings.STORE,
}

#: What a viewer may see: a condition on the table under the name `a`, with its parameters.
Scope = tuple[str, Mapping[str, Any]]

Loaded = tuple[Sequence[Snapshot], dict[int, Situation]]


async def load(
    session: AsyncSession,
    subject: Subject,
    body_id: int,
    ids: Iterable[int],
    *,
    scope: Scope | None = None,
    wait: bool = True,
) -> Loaded:
    """The snapshots of those of `ids` that are there, and in the `scope`, by ascending id, and the situation of each one's
    cycle. The rows are locked; those that somebody else has locked are waited for, or left out."""
    rows = await _rows(session, subject, body_id, ids, scope=scope, wait=wait)
    if not rows:
        return [], {}
    situations = await load_situations(session, body_id, {cycle_of(subject, row) for row in rows})
    return await snapshots_of(session, subject, body_id, rows, situations), situations


async def look(session: AsyncSession, subject: Subject, body_id: int, ids: Iterable[int]) -> Loaded:
    """The same without a lock, for who only asks what could be done."""
    store = _STORES[subject]
    rows = await store.unlocked(session, body_id, ids)
    if not rows:
        return [], {}
    situations = await load_situations(session, body_id, {cycle_of(subject, row) for row in rows})
    return store.of_unlocked(rows, situations), situations


async def snapshots_of(
    session: AsyncSession, subject: Subject, body_id: int, rows: Sequence[Row], situations: Mapping[int, Situation]
) -> Sequence[Snapshot]:
    """The snapshots of rows that are locked, in the same order."""
    return await _STORES[subject].of_locked(session, body_id, rows, situations)


async def _rows(
    session: AsyncSession, subject: Subject, body_id: int, ids: Iterable[int], *, scope: Scope | None, wait: bool
) -> Sequence[Row]:
    condition, parameters = scope or ("", {})
    result = await session.execute(
        _statement(subject, condition, wait=wait), {"body_id": body_id, "ids": sorted(set(ids)), **parameters}
    )
    return rows_of(result)


@lru_cache(maxsize=1_000)
def _statement(subject: Subject, condition: str, *, wait: bool) -> TextClause:
    visible, others = f" AND {condition}" if condition else "", "" if wait else " SKIP LOCKED"
    return text(
        f"SELECT a.* FROM {subject} a WHERE a.body_id = :body_id AND a.id = ANY(:ids){visible} "
        f"ORDER BY a.id FOR UPDATE OF a{others}"
    )

"""Snapshots of cycles."""

from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.snapshots import CycleSnapshot, Situation
from kaohe.workflow.door.stores.store import Row, Store


def _snapshot(row: Row, beside: Row, _situation: Situation) -> CycleSnapshot:
    return CycleSnapshot(
        body_id=row["body_id"],
        id=row["id"],
        state=row["state"],
        version=row["version"],
        entry_no=row["entry_no"],
        row=row,
        task_keys=frozenset(beside["task_keys"] or ()),
        suspended=row["suspended_at"] is not None,
        frozen=row["frozen_at"] is not None,
    )


STORE = Store(Subject.CYCLE, _snapshot)

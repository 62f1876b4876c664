"""Snapshots of cycles."""

from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.snapshots import CycleSnapshot, Situation
from kaohe.workflow.door.stores.store import Row, Store, common


def _snapshot(row: Row, beside: Row, _situation: Situation) -> CycleSnapshot:
    return CycleSnapshot(
        **common(row, beside),
        suspended=row["suspended_at"] is not None,
        frozen=row["frozen_at"] is not None,
    )


STORE = Store(Subject.CYCLE, _snapshot)

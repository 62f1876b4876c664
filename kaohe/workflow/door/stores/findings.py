"""Snapshots of findings."""

from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.snapshots import FindingSnapshot, Situation
from kaohe.workflow.domain.supervision.kinds import FindingKind
from kaohe.workflow.door.stores.store import Row, Store, common


def _snapshot(row: Row, beside: Row, _situation: Situation) -> FindingSnapshot:
    return FindingSnapshot(
        **common(row, beside),
        unit_id=row["unit_id"],
        wants_answer=FindingKind(row["kind"]).wants_answer,
        issuer_key=row["issuer_key"],
    )


STORE = Store(Subject.FINDING, _snapshot)

"""Snapshots of objections."""

from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.snapshots import ObjectionSnapshot, Situation
from kaohe.workflow.door.stores.store import Row, Store, common

# The round is that of the case as it stands; the objection's own is the one that it was filed in.
_COLUMNS = "c.person_id, c.unit_id, c.round AS case_round"

_JOINS = "JOIN assessment c ON c.body_id = a.body_id AND c.id = a.assessment_id"


def _snapshot(row: Row, beside: Row, _situation: Situation) -> ObjectionSnapshot:
    return ObjectionSnapshot(
        **common(row, beside),
        assessment_id=row["assessment_id"],
        subject_person_id=beside["person_id"],
        unit_id=beside["unit_id"],
        filed_by=row["filed_by"],
        instance=row["instance"],
        round=beside["case_round"],
        decide_due=row["decide_due"],
    )


STORE = Store(Subject.OBJECTION, _snapshot, columns=_COLUMNS, joins=_JOINS)

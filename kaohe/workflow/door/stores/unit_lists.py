"""Snapshots of units' result lists, with their lines and the hash of what is signed."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kaohe.workflow.domain.canonical import canonical
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.snapshots import ListMember, Situation, UnitListSnapshot
from kaohe.workflow.door.stores.store import Row, Store, common

# Who is decided stands on the list as it was signed: a later round or a grade withheld changes no line of it.
_COLUMNS = """
       u.name AS unit_name,
       (SELECT jsonb_agg(jsonb_build_array(c.id, p.name, c.state, c.review_step, CAST(c.score AS text),
                CASE WHEN d.id IS NULL THEN c.suggested_grade ELSE d.suggested_grade END,
                CASE WHEN c.outcome = 'pending' AND d.kind <> 'not_graded' THEN 'graded' ELSE c.outcome END)
                ORDER BY c.id)
          FROM assessment c
          JOIN person p ON p.body_id = c.body_id AND p.id = c.person_id
          LEFT JOIN decision_item d ON d.body_id = c.body_id AND d.assessment_id = c.id AND d.round = 1
         WHERE c.body_id = a.body_id AND c.cycle_id = a.cycle_id AND c.unit_id = a.unit_id
           AND c.state NOT IN ('excluded', 'cancelled')
           AND CASE WHEN a.state = 'handed_in' THEN a.members @> to_jsonb(c.id) ELSE c.round = 1 END) AS lines"""

_JOINS = "JOIN unit u ON u.body_id = a.body_id AND u.id = a.unit_id"


def _snapshot(row: Row, beside: Row, situation: Situation) -> UnitListSnapshot:
    members = tuple(_member(*line) for line in beside["lines"] or ())
    return UnitListSnapshot(
        **common(row, beside),
        unit_id=row["unit_id"],
        unit_name=beside["unit_name"],
        signed_hash=row["signed_hash"],
        content=content_hash(members),
        members=members,
        limited=situation.policy.limited_grade.key,
    )


def _member(case_id: int, name: str, state: str, step: int, score: str | None, *of_result: Any) -> ListMember:
    return ListMember(case_id, name, state, step, None if score is None else Decimal(score), *of_result)


def content_hash(members: Sequence[ListMember]) -> bytes:
    """What a signature on the list covers: who stands on it, with which score, grade and outcome. SHA-256."""
    lines = [
        {"assessment": one.assessment_id, "score": one.score, "grade": one.grade, "outcome": one.outcome}
        for one in members
    ]
    return hashlib.sha256(canonical(lines)).digest()


STORE = Store(Subject.UNIT_LIST, _snapshot, columns=_COLUMNS, joins=_JOINS)

"""Snapshots of units' result lists, with their lines and the hash of what is signed."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.canonical import canonical
from kaohe.workflow.domain.snapshots import ListMember, Situation, UnitListSnapshot

_SQL = text("""
SELECT l.id, u.name,
       (SELECT array_agg(t.assignee_key) FROM task t WHERE t.body_id = l.body_id AND t.subject = 'unit_list'
          AND t.subject_id = l.id AND t.state = 'open') AS task_keys
  FROM unit_list l JOIN unit u ON u.body_id = l.body_id AND u.id = l.unit_id
 WHERE l.body_id = :body_id AND l.id = ANY(:ids)
""")

# Who is decided stands on the list as it was signed: a later round or a grade withheld changes no line of it.
_MEMBERS = text("""
SELECT l.id AS list_id, a.id, p.name, a.state, a.review_step, a.score,
       CASE WHEN d.id IS NULL THEN a.suggested_grade ELSE d.suggested_grade END AS suggested_grade,
       CASE WHEN a.outcome = 'pending' AND d.kind <> 'not_graded' THEN 'graded' ELSE a.outcome END AS outcome
  FROM unit_list l
  JOIN assessment a ON a.body_id = l.body_id AND a.cycle_id = l.cycle_id AND a.unit_id = l.unit_id
   AND a.state NOT IN ('excluded', 'cancelled')
   AND CASE WHEN l.state = 'handed_in' THEN l.members @> to_jsonb(a.id) ELSE a.round = 1 END
  JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
  LEFT JOIN decision_item d ON d.body_id = a.body_id AND d.assessment_id = a.id AND d.round = 1
 WHERE l.body_id = :body_id AND l.id = ANY(:ids)
 ORDER BY a.id
""")


async def snapshots(
    session: AsyncSession, body_id: int, rows: Sequence[Mapping[str, Any]], situations: Mapping[int, Situation]
) -> list[UnitListSnapshot]:
    """The snapshots of locked rows, in the same order."""
    parameters = {"body_id": body_id, "ids": [row["id"] for row in rows]}
    beside = {one["id"]: one for one in (await session.execute(_SQL, parameters)).mappings()}
    members: dict[int, list[ListMember]] = {row["id"]: [] for row in rows}
    for one in (await session.execute(_MEMBERS, parameters)).mappings():
        members[one["list_id"]].append(
            ListMember(
                assessment_id=one["id"],
                name=one["name"],
                state=one["state"],
                review_step=one["review_step"],
                score=one["score"],
                grade=one["suggested_grade"],
                outcome=one["outcome"],
            )
        )
    return [
        UnitListSnapshot(
            body_id=row["body_id"],
            id=row["id"],
            state=row["state"],
            version=row["version"],
            entry_no=row["entry_no"],
            row=row,
            task_keys=frozenset(beside[row["id"]]["task_keys"] or ()),
            unit_id=row["unit_id"],
            unit_name=beside[row["id"]]["name"],
            signed_hash=row["signed_hash"],
            content=content_hash(members[row["id"]]),
            members=tuple(members[row["id"]]),
            limited=situations[row["cycle_id"]].policy.limited_grade.key,
        )
        for row in rows
    ]


def content_hash(members: Sequence[ListMember]) -> bytes:
    """What a signature on the list covers: who stands on it, with which score, grade and outcome. SHA-256."""
    lines = [
        {"assessment": one.assessment_id, "score": one.score, "grade": one.grade, "outcome": one.outcome}
        for one in members
    ]
    return hashlib.sha256(canonical(lines)).digest()

"""Snapshots of ballot boxes: how many rate and who has not cast yet, never what anybody cast."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.ballots.superior import approver_key
from kaohe.workflow.domain.snapshots import BallotBoxSnapshot, Situation

_SQL = text("""
SELECT b.id,
       (SELECT array_agg(t.assignee_key) FROM task t WHERE t.body_id = b.body_id AND t.subject = 'ballot_box'
          AND t.subject_id = b.id AND t.state = 'open') AS task_keys,
       (SELECT count(*) FROM ballot_rater r WHERE r.body_id = b.body_id AND r.box_id = b.id) AS raters,
       (SELECT array_agg(r.person_id) FROM ballot_rater r WHERE r.body_id = b.body_id AND r.box_id = b.id
           AND r.rater_group = 'external') AS external,
       (SELECT array_agg(r.person_id) FROM ballot_rater r
          JOIN person p ON p.body_id = r.body_id AND p.id = r.person_id AND p.active
         WHERE r.body_id = b.body_id AND r.box_id = b.id AND NOT r.has_cast) AS waiting
  FROM ballot_box b
 WHERE b.body_id = :body_id AND b.id = ANY(:ids)
""")


async def snapshots(
    session: AsyncSession, body_id: int, rows: Sequence[Mapping[str, Any]], situations: Mapping[int, Situation]
) -> list[BallotBoxSnapshot]:
    """The snapshots of locked rows, in the same order."""
    found = await session.execute(_SQL, {"body_id": body_id, "ids": [row["id"] for row in rows]})
    beside = {one["id"]: one for one in rows_of(found)}
    return [_snapshot(row, beside[row["id"]], situations[row["cycle_id"]]) for row in rows]


def _snapshot(row: Mapping[str, Any], beside: Mapping[str, Any], situation: Situation) -> BallotBoxSnapshot:
    return BallotBoxSnapshot(
        body_id=row["body_id"],
        id=row["id"],
        state=row["state"],
        version=row["version"],
        entry_no=row["entry_no"],
        row=row,
        task_keys=frozenset(beside["task_keys"] or ()),
        unit_id=row["unit_id"],
        key=row["key"],
        due_at=row["due_at"],
        proposed_by=row["proposed_by"],
        raters=beside["raters"],
        external=frozenset(beside["external"] or ()),
        waiting=frozenset(beside["waiting"] or ()),
        superior_keys=frozenset({approver_key(row["unit_id"], row["proposed_by"], situation)}),
    )

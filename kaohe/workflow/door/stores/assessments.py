"""Snapshots of people's cases."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Opinion, Situation
from kaohe.workflow.domain.standing import standing_of

_BESIDE = """
       p.name,
       (SELECT array_agg(t.assignee_key) FROM task t WHERE t.body_id = a.body_id AND t.subject = 'assessment'
          AND t.subject_id = a.id AND t.state = 'open') AS task_keys,
       (SELECT jsonb_agg(jsonb_build_array(o.round, o.step, o.person_id, o.in_place_of)) FROM review_opinion o
         WHERE o.body_id = a.body_id AND o.assessment_id = a.id AND NOT o.void) AS opinions,
       (SELECT count(*) FROM bonus_claim b WHERE b.body_id = a.body_id AND b.assessment_id = a.id
          AND b.status IN ('filed', 'checked')) AS unsettled_claims,
       (SELECT count(*) FROM objection j WHERE j.body_id = a.body_id AND j.assessment_id = a.id
          AND j.state IN ('filed', 'under_review')) AS undecided_objections,
       (SELECT max(j.second_until) FROM objection j
         WHERE j.body_id = a.body_id AND j.assessment_id = a.id) AS second_until,
       (SELECT array_agg(DISTINCT y.approver) FROM result_list_item i
          JOIN outside_approval y ON y.body_id = i.body_id AND y.list_id = i.list_id
         WHERE i.body_id = a.body_id AND i.assessment_id = a.id AND i.round = a.round
           AND NOT y.refused @> to_jsonb(a.id)) AS approved_by,
       EXISTS (SELECT 1 FROM decision_item d WHERE d.body_id = a.body_id AND d.assessment_id = a.id) AS decided_before,
       (SELECT f.delivered_by FROM feedback f WHERE f.body_id = a.body_id AND f.assessment_id = a.id) AS delivered_by,
       (SELECT jsonb_build_array(s.grade) FROM supplement_record s WHERE s.body_id = a.body_id AND s.assessment_id = a.id
         ORDER BY s.id DESC LIMIT 1) AS supplemented,
       EXISTS (SELECT 1 FROM appraisal g WHERE g.body_id = a.body_id AND g.assessment_id = a.id AND g.round = a.round)
         AS appraised,
       CASE WHEN a.state = 'excluded' THEN
         (SELECT h.source FROM history h WHERE h.body_id = a.body_id AND h.subject = 'assessment' AND h.subject_id = a.id
             AND h.trigger = 'exclude' ORDER BY h.seq DESC LIMIT 1) END AS excluded_from,
       l.state AS list_state, l.members, n.closes_at, n.objections_until
  FROM assessment a
  JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
  LEFT JOIN unit_list l ON l.body_id = a.body_id AND l.cycle_id = a.cycle_id AND l.unit_id = a.unit_id
  LEFT JOIN notice n ON n.body_id = a.body_id AND n.id = a.notice_id
 WHERE a.body_id = :body_id AND a.id = ANY(:ids)"""

_SQL = text(f"SELECT a.id, {_BESIDE}")

# Who has no lock to wait for reads the cases and what is beside them at one moment.
_UNLOCKED = text(f"SELECT a.*, {_BESIDE} ORDER BY a.id")


async def unlocked(session: AsyncSession, body_id: int, ids: Sequence[int]) -> Sequence[Mapping[str, Any]]:
    """Cases with what is beside them, by ascending id: rows for `of_rows`."""
    return rows_of(await session.execute(_UNLOCKED, {"body_id": body_id, "ids": list(ids)}))


def of_rows(rows: Sequence[Mapping[str, Any]], situations: Mapping[int, Situation]) -> list[AssessmentSnapshot]:
    """The snapshots of rows that `unlocked` has read."""
    return [_snapshot(row, row, situations[row["cycle_id"]]) for row in rows]


async def snapshots(
    session: AsyncSession, body_id: int, rows: Sequence[Mapping[str, Any]], situations: Mapping[int, Situation]
) -> list[AssessmentSnapshot]:
    """The snapshots of locked rows, in the same order."""
    found = await session.execute(_SQL, {"body_id": body_id, "ids": [row["id"] for row in rows]})
    beside = {one["id"]: one for one in rows_of(found)}
    return [_snapshot(row, beside[row["id"]], situations[row["cycle_id"]]) for row in rows]


def _snapshot(row: Mapping[str, Any], beside: Mapping[str, Any], situation: Situation) -> AssessmentSnapshot:
    approved: Sequence[str] = beside["approved_by"] or ()
    return AssessmentSnapshot(
        body_id=row["body_id"],
        id=row["id"],
        state=row["state"],
        version=row["version"],
        entry_no=row["entry_no"],
        row=row,
        task_keys=frozenset(beside["task_keys"] or ()),
        person_id=row["person_id"],
        person_name=beside["name"],
        unit_id=row["unit_id"],
        standing=standing_of(main_leader=row["main_leader"], deputy_leader=row["deputy_leader"]),
        round=row["round"],
        review_step=row["review_step"],
        summary=row["summary"],
        outcome=row["outcome"],
        score=row["score"],
        allowed_grades=tuple(row["allowed_grades"] or ()),
        proposed_grade=row["proposed_grade"],
        suggested_grade=row["suggested_grade"],
        grade=row["grade"],
        nominee=row["nominee"],
        due_at=row["due_at"],
        feedback_at=row["feedback_at"],
        list_state=beside["list_state"],
        on_list=_on_list(row, beside),
        opinions=tuple(Opinion(*one) for one in beside["opinions"] or ()),
        unsettled_claims=beside["unsettled_claims"],
        undecided_objections=beside["undecided_objections"],
        approvals_missing=tuple(
            one.label for one in situation.policy.appeal.outside_approvals if not one.filing and one.key not in approved
        ),
        decided_before=beside["decided_before"],
        excluded_from=beside["excluded_from"],
        delivered_by=beside["delivered_by"],
        grade_now=beside["supplemented"][0] if beside["supplemented"] else row["grade"],
        publicity_until=beside["closes_at"],
        objections_until=beside["objections_until"],
        second_until=beside["second_until"],
        appraised=beside["appraised"],
    )


def _on_list(row: Mapping[str, Any], beside: Mapping[str, Any]) -> bool:
    if row["round"] > 1 or beside["list_state"] is None:
        return False
    return beside["list_state"] != "handed_in" or row["id"] in (beside["members"] or ())

"""Snapshots of people's cases."""

from collections.abc import Sequence

from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Opinion, Situation
from kaohe.workflow.domain.standing import standing_of
from kaohe.workflow.door.stores.store import Row, Store, common

_COLUMNS = """
       p.name,
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
       l.state AS list_state, l.members @> to_jsonb(a.id) AS is_member, n.closes_at, n.objections_until"""

_JOINS = """
  JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
  LEFT JOIN unit_list l ON l.body_id = a.body_id AND l.cycle_id = a.cycle_id AND l.unit_id = a.unit_id
  LEFT JOIN notice n ON n.body_id = a.body_id AND n.id = a.notice_id"""


def _snapshot(row: Row, beside: Row, situation: Situation) -> AssessmentSnapshot:
    approved: Sequence[str] = beside["approved_by"] or ()
    return AssessmentSnapshot(
        **common(row, beside),
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


def _on_list(row: Row, beside: Row) -> bool:
    if row["round"] > 1 or beside["list_state"] is None:
        return False
    return beside["list_state"] != "handed_in" or bool(beside["is_member"])


STORE = Store(Subject.ASSESSMENT, _snapshot, columns=_COLUMNS, joins=_JOINS)

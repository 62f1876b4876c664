"""History (历史) and deadlines (时限), of subjects that the viewer may see."""

from collections.abc import Mapping
from datetime import datetime

from kaohe.workflow.ballots.visible import MANAGED, box_scope
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries.assessments import assessments_by_id
from kaohe.workflow.queries.ballots import boxes_by_id
from kaohe.workflow.queries.cycles import cycles_by_id
from kaohe.workflow.queries.decisions import objections_by_id, unit_lists_by_id
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import BatchOfOne, Predicate, View, by_id, of_body
from kaohe.workflow.queries.scopes import objections
from kaohe.workflow.queries.supervision import findings_by_id, findings_seen
from kaohe.workflow.visibility import case_scope

#: Read only for one subject at a time, after it was found among those that the viewer may see.
HISTORY = View(
    columns=(
        "h.id, h.subject, h.subject_id, h.seq, h.trigger, h.source, h.dest, h.at, h.person_id, h.actor_name, "
        "h.acted_as, h.on_behalf_of, h.reason, h.data, h.hash"
    ),
    source="history h",
    scope=of_body("h"),
    order=(Key("h.seq", int),),
    id="h.id",
)

SUBJECTS: Mapping[str, BatchOfOne] = {
    "assessment": assessments_by_id,
    "cycle": cycles_by_id,
    "unit_list": unit_lists_by_id,
    "objection": objections_by_id,
    "ballot_box": boxes_by_id,
    "finding": findings_by_id,
}


def of_subject(subject: str, subject_id: int) -> list[Predicate]:
    """The history of one subject."""
    sql = "h.subject = :subject AND h.subject_id = :subject_id"
    return [(sql, {"subject": subject, "subject_id": subject_id})]


def _visible(actor: Actor) -> Predicate:
    """Deadlines `d` of cycles and notices for everybody, of cases, objections and findings for who may see those."""
    case, case_parameters = case_scope(actor)
    objection, objection_parameters = objections(actor)
    finding, finding_parameters = findings_seen(actor)
    sql = (
        "d.body_id = :viewer_body AND (d.subject IN ('cycle', 'notice') "
        "OR (d.subject = 'assessment' AND EXISTS (SELECT 1 FROM assessment a "
        f"WHERE a.body_id = d.body_id AND a.id = d.subject_id AND {case})) "
        "OR (d.subject = 'objection' AND EXISTS (SELECT 1 FROM objection o "
        "JOIN assessment a ON a.body_id = o.body_id AND a.id = o.assessment_id "
        f"WHERE o.body_id = d.body_id AND o.id = d.subject_id AND {objection})) "
        "OR (d.subject = 'finding' AND EXISTS (SELECT 1 FROM finding f "
        f"WHERE f.body_id = d.body_id AND f.id = d.subject_id AND {finding})) "
        # What became of a box's reminder is a number that raters are not told.
        "OR (d.subject = 'ballot_box' AND EXISTS (SELECT 1 FROM ballot_box b "
        f"WHERE b.body_id = d.body_id AND b.id = d.subject_id AND {MANAGED})))"
    )
    boxes = box_scope(actor)[1]
    return sql, {**case_parameters, **objection_parameters, **finding_parameters, **boxes}


DEADLINES = View(
    columns=(
        "d.id, d.subject, d.subject_id, d.cycle_id, d.stage, d.entry_no, d.step, d.kind, d.mark, d.due_at, "
        "d.provisional, d.fired_at, d.outcome"
    ),
    source="deadline d",
    scope=_visible,
    order=(Key("d.due_at", datetime), Key("d.id", int)),
    id="d.id",
)

DEADLINE_FILTERS = {
    "cycle_id": "d.cycle_id = :cycle_id",
    "subject": "d.subject = :subject",
    "kind": "d.kind = :kind",
    "due_before": "d.due_at < :due_before",
    "pending": "(d.fired_at IS NULL) = :pending",
}

deadlines_by_id = by_id(DEADLINES)

"""History (历史) and deadlines (时限), of subjects that the viewer may see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kaohe.workflow.ballots.visible import MANAGED, box_scope
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.queries.assessments import assessments_by_id
from kaohe.workflow.queries.ballots import boxes_by_id
from kaohe.workflow.queries.cycles import cycles_by_id
from kaohe.workflow.queries.decisions import OBJECTIONS, objections_by_id, unit_lists_by_id
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import BatchOfOne, Filters, Predicate, View, by_id, of_body
from kaohe.workflow.queries.scopes import either, objections
from kaohe.workflow.queries.supervision import findings_by_id, findings_seen
from kaohe.workflow.visibility import case_ways

#: Read only for one subject at a time, after it was found among those that the viewer may see. `data` is JSON text: few ask
#: for it.
HISTORY = View(
    columns=(
        "h.id, h.subject, h.subject_id, h.seq, h.trigger, h.source, h.dest, h.at, h.person_id, h.actor_name, "
        "h.acted_as, h.on_behalf_of, h.reason, CAST(h.data AS text) AS data, h.hash"
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


def within(subject: str) -> str:
    """The link of the history to the rows of one kind of subject (`nested`)."""
    return f"h.subject = '{subject}' AND h.subject_id = asked.id"


def of_subject(subject: str, subject_id: int) -> list[Predicate]:
    """The history of one subject."""
    sql = "h.subject = :subject AND h.subject_id = :subject_id"
    return [(sql, {"subject": subject, "subject_id": subject_id})]


def _deadline_ways(actor: Actor) -> tuple[list[str], dict[str, Any]]:
    """Deadlines `d` of cycles and notices for everybody, of cases, objections and findings for who may see those."""
    if actor.has(Role.OFFICE):
        return [f"d.subject IN ({', '.join(map(repr, _DUE))})"], {"viewer_body": actor.body_id}
    cases, parameters = case_ways(actor)
    objection, objection_parameters = objections(actor)
    finding, finding_parameters = findings_seen(actor)
    of = {
        "assessment": [f"SELECT a.id FROM assessment a WHERE a.body_id = :viewer_body AND {way}" for way in cases],
        "objection": [f"SELECT o.id FROM {OBJECTIONS.source} WHERE {objection}"],
        "finding": [f"SELECT f.id FROM finding f WHERE {finding}"],
        # What became of a box's reminder is a number that raters are not told.
        "ballot_box": [f"SELECT b.id FROM ballot_box b WHERE b.body_id = :viewer_body AND {MANAGED}"],
    }
    ways = ["d.subject IN ('cycle', 'notice')"]
    ways += [f"d.subject = '{subject}' AND d.subject_id IN ({ids})" for subject, each in of.items() for ids in each]
    return ways, {**parameters, **objection_parameters, **finding_parameters, **box_scope(actor)[1]}


#: The kinds of subjects whose deadlines are shown.
_DUE = ("assessment", "ballot_box", "cycle", "finding", "notice", "objection")

DEADLINES = View(
    columns=(
        "d.id, d.subject, d.subject_id, d.cycle_id, d.stage, d.entry_no, d.step, d.kind, d.mark, d.due_at, "
        "d.provisional, d.fired_at, d.outcome"
    ),
    source="deadline d",
    scope=either("d", _deadline_ways),
    order=(Key("d.due_at", datetime), Key("d.id", int)),
    id="d.id",
    ways=_deadline_ways,
)

DEADLINE_FILTERS: Filters = {
    "cycle_id": "d.cycle_id = :cycle_id",
    "subject": "d.subject = :subject",
    "kind": "d.kind = :kind",
    "due_before": "d.due_at < :due_before",
    "pending": ("d.fired_at IS NULL", "d.fired_at IS NOT NULL"),
}

deadlines_by_id = by_id(DEADLINES)

"""Unit lists, sessions, notices, objections and outside approvals."""

from dataclasses import replace

from kaohe.workflow.queries.assessments import ASSESSMENTS
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import View, by_id, of_body, of_parent
from kaohe.workflow.queries.scopes import deciders, objection_ways, objections, result_lists, unit_lists

UNIT_LISTS = View(
    columns=(
        "l.id, l.version, l.state, l.cycle_id, l.unit_id, l.members, l.signed_hash, l.signed_by, l.signed_at, "
        "l.consented_by, l.consented_at, l.handed_in_by, l.handed_in_at"
    ),
    source="unit_list l",
    scope=unit_lists,
    order=(Key("l.id", int),),
    id="l.id",
)

UNIT_LIST_FILTERS = {
    "cycle_id": "l.cycle_id = :cycle_id",
    "unit_id": "l.unit_id = :unit_id",
    "state": "l.state = :state",
}

#: Who stands on unit lists: as handed in, and before that whoever is in his first round.
MEMBERS = replace(
    ASSESSMENTS,
    source="""assessment a
      JOIN unit_list l ON l.body_id = a.body_id AND l.cycle_id = a.cycle_id AND l.unit_id = a.unit_id
       AND CASE WHEN l.state = 'handed_in' THEN l.members @> to_jsonb(a.id) ELSE a.round = 1 END
       AND a.state NOT IN ('excluded', 'cancelled')""",
    ways=None,
)

#: Their link to the list (`nested`).
ON_LIST = "l.id = asked.id"

SESSIONS = View(
    columns=(
        "s.id, s.cycle_id, s.number, s.supplementary, s.held_at, s.attendees, s.members, s.minutes, s.recorded_by, "
        "s.in_place_of"
    ),
    source="decision_session s",
    scope=deciders("s"),
    order=(Key("s.id", int),),
    id="s.id",
)

SESSION_ITEMS = View(
    columns=(
        "i.session_id, i.assessment_id, i.round, i.kind, i.suggested_grade, i.grade, i.reason, i.recused, a.cycle_id"
    ),
    source="decision_item i JOIN assessment a ON a.body_id = i.body_id AND a.id = i.assessment_id",
    scope=deciders("i"),
    order=(Key("i.id", int),),
    id="i.id",
)

NOTICES = View(
    columns=(
        "n.id, n.cycle_id, n.session_id, n.number, n.form, n.content, n.published_at, n.closes_at, "
        "n.objections_until, n.provisional, n.amended_at"
    ),
    source="notice n",
    scope=of_body("n"),
    order=(Key("n.id", int),),
    id="n.id",
    descending=True,
)

NOTICE_FILTERS = {"cycle_id": "n.cycle_id = :cycle_id", "open_at": "n.closes_at > :open_at"}

OBJECTIONS = View(
    columns=(
        "o.id, o.version, o.state, o.assessment_id, o.cycle_id, o.round, o.instance, o.first_id, o.filed_by, "
        "o.grounds, o.filed_at, o.admit_due, o.decide_due, o.reply, o.decided_by, o.decided_at"
    ),
    source="objection o JOIN assessment a ON a.body_id = o.body_id AND a.id = o.assessment_id",
    scope=objections,
    order=(Key("o.id", int),),
    id="o.id",
    ways=objection_ways,
)

OBJECTION_FILTERS = {
    "cycle_id": "o.cycle_id = :cycle_id",
    "assessment_id": "o.assessment_id = :assessment_id",
    "state": "o.state = :state",
}

RESULT_LISTS = View(
    columns="r.id, r.cycle_id, r.number, r.supplements, r.submitted_at, r.submitted_by, r.in_place_of",
    source="result_list r",
    scope=result_lists,
    order=(Key("r.id", int),),
    id="r.id",
)

RESULT_ITEMS = View(
    columns="i.list_id, i.assessment_id, i.round, i.grade, a.cycle_id, a.unit_id, a.person_id",
    source=(
        "result_list_item i JOIN result_list r ON r.body_id = i.body_id AND r.id = i.list_id "
        "JOIN assessment a ON a.body_id = i.body_id AND a.id = i.assessment_id"
    ),
    scope=result_lists,
    order=(Key("i.id", int),),
    id="i.id",
)

APPROVALS = View(
    columns="y.list_id, y.approver, y.letter, y.refused, y.reason, y.answered_by, y.in_place_of, y.answered_at, r.cycle_id",
    source="outside_approval y JOIN result_list r ON r.body_id = y.body_id AND r.id = y.list_id",
    scope=result_lists,
    order=(Key("y.id", int),),
    id="y.id",
)

unit_lists_by_id = by_id(UNIT_LISTS)
sessions_by_id = by_id(SESSIONS)
sessions_of_cycle = of_parent(SESSIONS, "s.cycle_id", "cycle_id")
items_of_session = of_parent(SESSION_ITEMS, "i.session_id", "session_id")
notices_by_id = by_id(NOTICES)
objections_by_id = by_id(OBJECTIONS)
objections_of = of_parent(OBJECTIONS, "o.assessment_id", "assessment_id")
result_lists_by_id = by_id(RESULT_LISTS)
result_lists_of_cycle = of_parent(RESULT_LISTS, "r.cycle_id", "cycle_id")
items_of_result_list = of_parent(RESULT_ITEMS, "i.list_id", "list_id")
approvals_of = of_parent(APPROVALS, "y.list_id", "list_id")

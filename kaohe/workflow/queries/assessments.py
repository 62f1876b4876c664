"""Cases (考核个案)."""

from dataclasses import replace

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Predicate, View, by_id
from kaohe.workflow.visibility import case_scope, case_ways


def _final(actor: Actor) -> Predicate:
    sql, parameters = case_scope(actor)
    return f"a.state IN ('feedback', 'archived') AND ({sql})", parameters


ASSESSMENTS = View(
    columns=(
        "a.id, a.version, a.state, a.cycle_id, a.person_id, a.unit_id, a.own_unit_id, a.post, a.rank, "
        "a.post_category, a.main_leader, a.deputy_leader, a.round, "
        "a.review_step, a.entered_at, a.due_at, a.summary, a.outcome, a.score, a.breakdown, a.allowed_grades, "
        "a.proposed_grade, a.suggested_grade, a.grade, a.nominee, a.notice_id, a.excluded_reason, a.feedback_at, "
        "a.history_count, a.history_head"
    ),
    source="assessment a",
    scope=case_scope,
    order=(Key("a.id", int),),
    id="a.id",
    ways=case_ways,
)

FILTERS = {
    "cycle_id": "a.cycle_id = :cycle_id",
    "unit_id": "a.unit_id = :unit_id",
    "person_id": "a.person_id = :person_id",
    "stage": "a.state = :stage",
    "grade": "a.grade = :grade",
    "outcome": "a.outcome = :outcome",
}

#: Results that are being told, or were: what the organisation department follows every quarter (S0-30).
FINAL_RESULTS = replace(ASSESSMENTS, scope=_final, ways=None)

assessments_by_id = by_id(ASSESSMENTS)

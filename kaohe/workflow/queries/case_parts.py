"""What lies in a case: summaries, scores, claims, files, opinions, decisions, feedback, supplements."""

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Predicate, View, by_id, lone_of_parent, of_parent
from kaohe.workflow.queries.scopes import case_parts
from kaohe.workflow.summaries.carried_goals import CARRIED
from kaohe.workflow.visibility import case_scope


def _part(table: str, columns: str, order: str = "x.id", kind: type = int) -> View:
    return View(
        columns=f"x.assessment_id, {columns}",
        source=f"{table} x",
        scope=case_parts("x"),
        order=(Key(order, kind),),
        id="x.id",
    )


SUMMARIES = _part(
    "self_summary",
    "x.id, x.revision, x.text, x.attendance, x.self_score, x.goals, x.submitted_at, x.person_id, x.entered_by, "
    "(SELECT c.cycle_id FROM assessment c WHERE c.body_id = x.body_id AND c.id = x.assessment_id) AS cycle_id",
    "x.revision",
)
SCORES = _part("common_score", "x.indicator, x.score", "x.indicator", str)
CLAIMS = _part("bonus_claim", "x.id, x.standard, x.matter, x.points, x.status, x.checked_by, x.audited_by, x.remark")
OPINIONS = _part(
    "review_opinion", "x.round, x.step, x.person_id, x.acted_as, x.in_place_of, x.grade, x.comment, x.signed_at, x.void"
)
#: The one of the newest round: a correction has replaced what was signed in that round before.
APPRAISALS = View(
    columns="x.assessment_id, x.round, x.score, x.comment, x.person_id, x.acted_as, x.in_place_of, x.signed_at",
    source="(SELECT DISTINCT ON (g.body_id, g.assessment_id) g.* FROM appraisal g "
    "ORDER BY g.body_id, g.assessment_id, g.round DESC) x",
    scope=case_parts("x"),
    order=(Key("x.assessment_id", int),),
    id="x.id",
)
FEEDBACK = _part(
    "feedback",
    "x.method, x.affirmed, x.shortcomings, x.requirements, x.own_words, x.goals, x.delivered_by, x.delivered_at, "
    "x.acknowledgement, x.opinion, x.witness, x.acknowledged_at",
)
SUPPLEMENTS = _part("supplement_record", "x.id, x.kind, x.outcome, x.grade, x.reason, x.made_at")
DECISIONS = _part("decision_item", "x.session_id, x.round, x.kind, x.suggested_grade, x.grade, x.reason, x.recused")


def _files(actor: Actor) -> Predicate:
    sql, parameters = case_scope(actor)
    own = "x.body_id = :viewer_body AND x.uploaded_by = :viewer_account"
    return f"({own}) OR ({sql})", {**parameters, "viewer_account": actor.account_id}


EVIDENCE = View(
    columns="x.id, x.assessment_id, x.claim_id, x.file_name, x.media_type, x.size, x.sha256, x.uploaded_at",
    source="evidence x LEFT JOIN assessment a ON a.body_id = x.body_id AND a.id = x.assessment_id",
    scope=_files,
    order=(Key("x.id", int),),
    id="x.id",
)

#: What the person was to improve by the last cycle's feedback: it opens the next summary (S0-23).
GOALS = View(
    columns="a.id AS assessment_id, x.goals",
    source=CARRIED,
    scope=case_scope,
    order=(Key("a.id", int),),
    id="a.id",
)

summaries_of = of_parent(SUMMARIES, "x.assessment_id", "assessment_id")
scores_of = of_parent(SCORES, "x.assessment_id", "assessment_id")
claims_of = of_parent(CLAIMS, "x.assessment_id", "assessment_id")
opinions_of = of_parent(OPINIONS, "x.assessment_id", "assessment_id")
appraisal_of = lone_of_parent(APPRAISALS, "x.assessment_id", "assessment_id")
feedback_of = lone_of_parent(FEEDBACK, "x.assessment_id", "assessment_id")
supplements_of = of_parent(SUPPLEMENTS, "x.assessment_id", "assessment_id")
decisions_of = of_parent(DECISIONS, "x.assessment_id", "assessment_id")
goals_of = of_parent(GOALS, "a.id", "assessment_id")
evidence_of = of_parent(EVIDENCE, "x.assessment_id", "assessment_id")
evidence_of_claim = of_parent(EVIDENCE, "x.claim_id", "claim_id")
claims_by_id = by_id(CLAIMS)
evidence_by_id = by_id(EVIDENCE)

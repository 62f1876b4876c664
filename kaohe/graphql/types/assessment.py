"""One person's case (考核个案) and what lies in it."""

from collections.abc import Callable, Sequence
from typing import Any

import graphene

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.connections import connection_within
from kaohe.graphql.enums import (
    Acknowledgement,
    DecisionKind,
    FeedbackMethod,
    Outcome,
    Stage,
    Standing,
    SummaryState,
    SupplementKind,
)
from kaohe.graphql.fields import label, listed, many, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime, Decimal, Json
from kaohe.graphql.types.action import actions
from kaohe.graphql.types.appraisal import GoalProgress
from kaohe.graphql.types.archive import Archive, archive_of
from kaohe.graphql.types.grades import by_policy, labelled, policy_of_row
from kaohe.graphql.types.policy import Grade
from kaohe.graphql.types.record import LengthNote, noted
from kaohe.graphql.words import words_of
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.review import ReviewStep
from kaohe.workflow.domain.standing import standing_of
from kaohe.workflow.queries import cards, case_parts, cycles, indicators, merits, organisation
from kaohe.workflow.queries.assessments import assessments_by_id
from kaohe.workflow.queries.decisions import notices_by_id, objections_of
from kaohe.workflow.queries.history import HISTORY, within


class SelfSummary(ObjectType):
    """个人小结 · One revision of a self-summary; a returned one keeps its predecessors."""

    revision = graphene.Int(required=True)
    text = graphene.String(required=True)
    attendance = Json(required=True)
    self_score = Decimal()
    goals = graphene.Field(listed(GoalProgress))
    length_note = graphene.Field(LengthNote)
    submitted_at = DateTime(required=True)
    person = one("Person", organisation.mentioned_by_id, "person_id")
    entered_by = one("Person", organisation.mentioned_by_id, "entered_by")

    @staticmethod
    async def resolve_length_note(row: Row, info: Info) -> Row | None:
        return noted((await policy_of_row(row, info)).records.summary_length, row["text"])


class CommonScore(ObjectType):
    """共性指标得分 · One common indicator, 0 to 100 (S3-18)."""

    indicator = graphene.String(required=True)
    score = Decimal(required=True)


class BreakdownLine(ObjectType):
    """得分明细 · One line of a score: the part, the rule it follows, what went in, and the points."""

    part = graphene.String(required=True)
    rule = graphene.String(required=True)
    inputs = Json(required=True)
    points = Decimal(required=True)


class ReviewOpinion(ObjectType):
    """审核意见 · What a reviewer signed at one step of one round."""

    round = graphene.Int(required=True)
    step = graphene.String(required=True)
    person = one("Person", organisation.mentioned_by_id, "person_id")
    acted_as = graphene.String(required=True)
    in_place_of = one("Person", organisation.mentioned_by_id, "in_place_of")
    grade = graphene.String()
    comment = graphene.String(required=True)
    signed_at = DateTime(required=True)
    void = graphene.Boolean(required=True)


class Decision(ObjectType):
    """党委决定 · What the committee decided on this case in one round."""

    round = graphene.Int(required=True)
    kind = DecisionKind(required=True)
    kind_label = label("kind", "DecisionKind")
    suggested_grade = graphene.String()
    grade = graphene.String()
    reason = graphene.String(required=True)


class Feedback(ObjectType):
    """结果反馈 · What was said to the person, and how he received it (S0-25, S3-41)."""

    method = FeedbackMethod(required=True)
    method_label = label("method")
    affirmed = graphene.String(required=True)
    shortcomings = graphene.String(required=True)
    requirements = graphene.String(required=True)
    own_words = graphene.String(required=True)
    goals = graphene.Field(listed(graphene.String))
    delivered_by = one("Person", organisation.mentioned_by_id, "delivered_by")
    delivered_at = DateTime(required=True)
    acknowledgement = Acknowledgement()
    acknowledgement_label = label("acknowledgement", "Acknowledgement")
    opinion = graphene.String(required=True)
    witness = graphene.String(required=True)
    acknowledged_at = DateTime()


class SupplementRecord(ObjectType):
    """补充记录 · A further record beside an archive that is never edited."""

    kind = SupplementKind(required=True)
    kind_label = label("kind")
    outcome = Outcome(required=True)
    grade = graphene.String()
    reason = graphene.String(required=True)
    made_at = DateTime(required=True)


def standing_of_row(row: Row, _info: Info) -> str:
    """Where the person stands in the assessing unit."""
    return str(standing_of(main_leader=row["main_leader"], deputy_leader=row["deputy_leader"]))


class Assessment(Node, lookup=assessments_by_id):
    """考核个案 · One person's case in one cycle."""

    version = graphene.Int(required=True)
    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    person = one("Person", organisation.mentioned_by_id, "person_id")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    own_unit = one("Unit", organisation.units_by_id, "own_unit_id")
    post = graphene.String(required=True)
    rank = graphene.String(required=True)
    post_category = graphene.String(required=True)
    standing = graphene.Field(graphene.NonNull(Standing), resolver=standing_of_row)
    standing_label = graphene.Field(
        graphene.NonNull(graphene.String),
        resolver=lambda row, info: words_of(standing_of_row(row, info), "Standing")[0],
    )
    stage = graphene.Field(graphene.NonNull(Stage), resolver=lambda row, _info: row["state"])
    stage_label = label("state")
    round = graphene.Int(required=True)
    review_step = graphene.Field(graphene.String)
    review_step_label = graphene.Field(graphene.String)
    entered_at = DateTime(required=True)
    due_at = DateTime()
    overdue = graphene.Boolean(required=True)
    summary_state = graphene.Field(SummaryState, resolver=lambda row, _info: row["summary"])
    summary_state_label = label("summary")
    summaries = many("SelfSummary", case_parts.summaries_of)
    carried_goals = graphene.Field(listed(graphene.String))
    scores = many("CommonScore", case_parts.scores_of)
    indicators = many("CaseIndicator", indicators.indicators_of)
    appraisal = one("Appraisal", case_parts.appraisal_of, "id")
    merits = many("MeritEvent", merits.merits_of_case)
    claims = many("BonusClaim", case_parts.claims_of)
    cards = one("CardFigures", cards.figures_of_cases, "id")
    evidence = many("Evidence", case_parts.evidence_of)
    outcome = Outcome()
    outcome_label = label("outcome", "Outcome")
    score = Decimal()
    breakdown = graphene.Field(listed(BreakdownLine), resolver=lambda row, _info: row["breakdown"] or [])
    allowed_grades = graphene.Field(listed(Grade))
    proposed_grade = graphene.String()
    proposed_grade_label = labelled("proposed_grade")
    suggested_grade = graphene.String()
    suggested_grade_label = labelled("suggested_grade")
    grade = graphene.String()
    grade_label = labelled("grade")
    nominee = graphene.Boolean(required=True)
    opinions = many("ReviewOpinion", case_parts.opinions_of)
    decisions = many("Decision", case_parts.decisions_of)
    notice = one("Notice", notices_by_id, "notice_id")
    objections = many("Objection", objections_of)
    feedback = one("Feedback", case_parts.feedback_of, "id")
    supplements = many("SupplementRecord", case_parts.supplements_of)
    excluded_reason = graphene.String()
    archive = graphene.Field(Archive, resolver=archive_of)
    history = connection_within("History", HISTORY, within("assessment"))
    available_actions = actions(Subject.ASSESSMENT)

    @staticmethod
    async def resolve_carried_goals(row: Row, info: Info) -> list[str]:
        found = await info.context.load(case_parts.goals_of, row["id"])
        return list(dict.fromkeys(found[0]["goals"])) if found else []

    @staticmethod
    def resolve_allowed_grades(row: Row, info: Info) -> Any:
        allowed = row["allowed_grades"]
        return by_policy(row, info, lambda policy: _grades(policy, allowed)) if allowed else []

    @staticmethod
    def resolve_review_step(row: Row, info: Info) -> Any:
        return _of_step(row, info, lambda step: step.key)

    @staticmethod
    def resolve_review_step_label(row: Row, info: Info) -> Any:
        return _of_step(row, info, lambda step: step.label)

    @staticmethod
    def resolve_overdue(row: Row, info: Info) -> bool:
        return row["due_at"] is not None and row["due_at"] < info.context.now


def _grades(policy: Policy, keys: Sequence[str]) -> list[Row]:
    return [grade.model_dump() for grade in policy.grades if grade.key in keys]


def _of_step(row: Row, info: Info, show: Callable[[ReviewStep], str]) -> Any:
    """Of the step at which the case is reviewed; null where it is not under review."""
    number = row["review_step"]
    return by_policy(row, info, lambda policy: show(policy.review.chain[number])) if row["state"] == "review" else None

"""Handing in a self-summary (提交个人小结)."""

import graphene

from kaohe.graphql.inputs import id_of, ids_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.graphql.scalars import Decimal
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.summaries import ClaimInput, GoalProgress, SummaryInput, submit_summary


class AttendanceInput(graphene.InputObjectType):
    """考勤情况 · Attendance as the registration form asks for it, in days; late arrivals as a count."""

    absent_days = Decimal()
    sick_days = Decimal()
    personal_days = Decimal()
    late_count = graphene.Int()


class BonusClaimInput(graphene.InputObjectType):
    """加分申报 · A standard of the policy, the matter, the points asked for, and the evidence."""

    standard = graphene.String(required=True)
    matter = graphene.String(required=True)
    points = Decimal(required=True)
    evidence_ids = ids_of("Evidence", required=False)


class GoalProgressInput(graphene.InputObjectType):
    """目标改进 · A goal of `carriedGoals` in its words, and what has become of it (S0-23)."""

    goal = graphene.String(required=True)
    progress = graphene.String(required=True)


def _claim(given: Given) -> ClaimInput:
    return ClaimInput(given["standard"], given["matter"], given["points"], tuple(given.get("evidence_ids", ())))


class SubmitSummary(
    Mutation,
    description=(
        "提交或补交个人小结及加分申报；经办人代录须附扫描件 · "
        "Hand in a self-summary with bonus claims, on time or late; a clerk on behalf, with the scan"
    ),
    permission=may(Subject.ASSESSMENT, "submit_summary", "submit_late"),
):
    class Input:
        assessment_id = id_of("Assessment")
        text = graphene.String(required=True)
        attendance = graphene.InputField(AttendanceInput)
        self_score = Decimal()
        goals = objects(GoalProgressInput, required=False)
        claims = objects(BonusClaimInput, required=False)
        evidence_ids = ids_of("Evidence", required=False)
        scan_id = id_of("Evidence", required=False)
        excused = graphene.Boolean()
        reason = graphene.String()
        version = graphene.Int()

    assessment = changed("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        summary = SummaryInput(
            text=given["text"],
            attendance=given.get("attendance", {}),
            self_score=given.get("self_score"),
            goals=tuple(GoalProgress(**one) for one in given.get("goals", ())),
            claims=tuple(_claim(one) for one in given.get("claims", ())),
            evidence_ids=tuple(given.get("evidence_ids", ())),
            scan_id=given.get("scan_id"),
            excused=given.get("excused", False),
            reason=given.get("reason", ""),
            version=given.get("version"),
        )
        await submit_summary(call.session, call.actor, call.now, given["assessment_id"], summary)
        return {"assessment": given["assessment_id"]}

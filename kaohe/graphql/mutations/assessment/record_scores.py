"""Entering common scores (登记共性指标得分)."""

import graphene

from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.graphql.scalars import Decimal
from kaohe.workflow.aggregation import record_scores
from kaohe.workflow.domain.charts import Subject


class IndicatorScoreInput(graphene.InputObjectType):
    """指标得分 · One indicator of the policy and its score, 0 to 100."""

    indicator = graphene.String(required=True)
    score = Decimal(required=True)


class ScoresInput(graphene.InputObjectType):
    """一人的共性指标得分 · One person's scores; those entered before are replaced."""

    assessment_id = id_of("Assessment")
    scores = objects(IndicatorScoreInput)


class RecordScores(
    Mutation,
    description="登记共性指标得分，可一次多人 · Enter common indicator scores, for one person or many",
    permission=may(Subject.ASSESSMENT, "record_scores"),
):
    class Input:
        assessments = objects(ScoresInput)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        scores = {
            one["assessment_id"]: {score["indicator"]: score["score"] for score in one["scores"]}
            for one in given["assessments"]
        }
        await record_scores(call.session, call.actor, call.now, scores)
        return {"assessments": list(scores)}

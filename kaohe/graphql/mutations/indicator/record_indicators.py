"""Entering what people reached by their unit's indicators (登记个性、弹性指标得分)."""

from collections import defaultdict

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.graphql.scalars import Decimal
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.indicators.model import GivenPoints, IndicatorKind
from kaohe.workflow.indicators import record_indicators


class IndicatorPointsInput(graphene.InputObjectType):
    """指标得分 · One indicator in force: 0 to 100 by an individual one, plus or minus points by an elastic one."""

    kind = enums.IndicatorKind(required=True)
    indicator = graphene.String(required=True)
    points = Decimal(required=True)


class CaseIndicatorsInput(graphene.InputObjectType):
    """一人的指标得分 · What one person reached; what was entered before by the same indicators is replaced."""

    assessment_id = id_of("Assessment")
    indicators = objects(IndicatorPointsInput)


class RecordIndicators(
    Mutation,
    description=(
        "登记个性、弹性指标得分，可一次多人 · Enter individual scores and elastic points, for one person or many"
    ),
    permission=may(Subject.ASSESSMENT, "record_indicators"),
):
    class Input:
        assessments = objects(CaseIndicatorsInput)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        points: dict[int, list[GivenPoints]] = defaultdict(list)
        for one in given["assessments"]:
            points[one["assessment_id"]] += [
                GivenPoints(IndicatorKind(each["kind"]), each["indicator"], each["points"])
                for each in one["indicators"]
            ]
        await record_indicators(call.session, call.actor, call.now, points)
        return {"assessments": list(points)}

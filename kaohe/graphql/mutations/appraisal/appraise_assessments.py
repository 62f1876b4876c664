"""Appraising people (领导鉴定)."""

import graphene

from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.graphql.scalars import Decimal
from kaohe.workflow.appraisals import AppraisalInput as Appraisal
from kaohe.workflow.appraisals import appraise
from kaohe.workflow.domain.charts import Subject


class AppraisalInput(graphene.InputObjectType):
    """领导鉴定 · One case: a score of 0 to 100, three decimals at most, and why."""

    assessment_id = id_of("Assessment")
    score = Decimal(required=True)
    comment = graphene.String(required=True)
    version = graphene.Int()


class AppraiseAssessments(
    Mutation,
    description=(
        "领导鉴定，可一次多人；汇总前再次鉴定即为更正 · "
        "Sign the leader's appraisal, for one or many; before the case is aggregated another one corrects it"
    ),
    permission=may(Subject.ASSESSMENT, "appraise"),
):
    class Input:
        appraisals = objects(AppraisalInput)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        appraisals = [Appraisal(**one) for one in given["appraisals"]]
        await appraise(call.session, call.actor, call.now, appraisals)
        return {"assessments": [one.assessment_id for one in appraisals]}

"""Returning cases for rework (退回重办)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.reviews import return_for_rework


class ReturnForRework(
    Mutation,
    description=(
        "退回重办，本轮签字作废 · "
        "Send cases back to aggregation or to their summaries; this round's signatures are void"
    ),
    permission=may(Subject.ASSESSMENT, "return_for_rework"),
):
    class Input:
        assessment_ids = ids_of("Assessment")
        to = enums.ReworkStage(required=True)
        reason = graphene.String(required=True)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await return_for_rework(
            call.session, call.actor, call.now, given["assessment_ids"], given["to"], given["reason"]
        )
        return {"assessments": given["assessment_ids"]}

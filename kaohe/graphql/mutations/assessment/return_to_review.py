"""Returning cases to a step of the review (退回审核)."""

import graphene

from kaohe.graphql.inputs import ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.reviews import return_to_review


class ReturnToReview(
    Mutation,
    description="由党委研究退回审核的某一步 · Send cases from decision back to a named step of the review",
    permission=may(Subject.ASSESSMENT, "return_to_review"),
):
    class Input:
        assessment_ids = ids_of("Assessment")
        step = graphene.String(required=True)
        reason = graphene.String(required=True)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await return_to_review(
            call.session, call.actor, call.now, given["assessment_ids"], given["step"], given["reason"]
        )
        return {"assessments": given["assessment_ids"]}

"""Returning summaries to their authors (退回个人小结)."""

import graphene

from kaohe.graphql.inputs import ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.summaries import return_summary


class ReturnSummaries(
    Mutation,
    description="退回个人小结 · Return self-summaries to their authors",
    permission=may(Subject.ASSESSMENT, "return_summary"),
):
    class Input:
        assessment_ids = ids_of("Assessment")
        reason = graphene.String(required=True)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await return_summary(call.session, call.actor, call.now, given["assessment_ids"], given["reason"])
        return {"assessments": given["assessment_ids"]}

"""Aggregating scores (综合汇总)."""

from kaohe.graphql.inputs import ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.workflow.aggregation import aggregate
from kaohe.workflow.domain.charts import Subject


class AggregateAssessments(
    Mutation,
    description="汇总得分，送审核评鉴 · Compute scores, outcomes and proposed grades; send the cases to review",
    permission=may(Subject.ASSESSMENT, "aggregate"),
):
    class Input:
        assessment_ids = ids_of("Assessment")

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await aggregate(call.session, call.actor, call.now, given["assessment_ids"])
        return {"assessments": given["assessment_ids"]}

"""Excluding people (不参加考核)."""

import graphene

from kaohe.graphql.inputs import ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.participation import exclude


class ExcludeAssessments(
    Mutation,
    description="不参加本周期考核 · Take people out of the cycle",
    permission=may(Subject.ASSESSMENT, "exclude"),
):
    class Input:
        assessment_ids = ids_of("Assessment")
        reason = graphene.String(required=True)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await exclude(call.session, call.actor, call.now, given["assessment_ids"], given["reason"])
        return {"assessments": given["assessment_ids"]}

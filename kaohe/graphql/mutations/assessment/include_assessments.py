"""Including people again (恢复参加考核)."""

import graphene

from kaohe.graphql.inputs import ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.participation import include


class IncludeAssessments(
    Mutation,
    description="恢复参加考核 · Bring excluded people back into the cycle",
    permission=may(Subject.ASSESSMENT, "include"),
):
    class Input:
        assessment_ids = ids_of("Assessment")
        reason = graphene.String(required=True)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await include(call.session, call.actor, call.now, given["assessment_ids"], given["reason"])
        return {"assessments": given["assessment_ids"]}

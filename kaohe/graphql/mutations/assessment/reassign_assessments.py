"""Reassigning people to another unit (调整考核单位)."""

import graphene

from kaohe.graphql.inputs import id_of, ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.participation import reassign


class ReassignAssessments(
    Mutation,
    description="调整考核单位 · Let another unit assess these people",
    permission=may(Subject.ASSESSMENT, "reassign"),
):
    class Input:
        assessment_ids = ids_of("Assessment")
        unit_id = id_of("Unit")
        reason = graphene.String(required=True)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await reassign(call.session, call.actor, call.now, given["assessment_ids"], given["unit_id"], given["reason"])
        return {"assessments": given["assessment_ids"]}

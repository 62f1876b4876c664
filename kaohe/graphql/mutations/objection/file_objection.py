"""Raising an objection (提出异议)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.objections import file_objection


class FileObjection(
    Mutation,
    description="在期限内对结果提出异议 · Object to a result while the time to object runs",
    permission=may(Subject.OBJECTION, "file"),
):
    class Input:
        assessment_id = id_of("Assessment")
        grounds = graphene.String(required=True)

    objection = changed("Objection")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        objection_id = await file_objection(
            call.session, call.actor, call.now, given["assessment_id"], given["grounds"]
        )
        return {"objection": objection_id}

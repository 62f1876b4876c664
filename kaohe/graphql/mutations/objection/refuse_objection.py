"""Refusing to admit an objection (不予受理)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.objections import refuse_objection


class RefuseObjection(
    Mutation,
    description="不予受理异议 · Refuse to admit an objection",
    permission=may(Subject.OBJECTION, "refuse"),
):
    class Input:
        objection_id = id_of("Objection")
        reply = graphene.String(required=True)

    objection = changed("Objection")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await refuse_objection(call.session, call.actor, call.now, given["objection_id"], given["reply"])
        return {"objection": given["objection_id"]}

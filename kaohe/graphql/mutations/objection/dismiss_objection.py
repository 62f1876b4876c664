"""Dismissing an objection (驳回)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.objections import dismiss_objection


class DismissObjection(
    Mutation,
    description="驳回异议 · Dismiss an objection",
    permission=may(Subject.OBJECTION, "dismiss"),
):
    class Input:
        objection_id = id_of("Objection")
        reply = graphene.String(required=True)

    objection = changed("Objection")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await dismiss_objection(call.session, call.actor, call.now, given["objection_id"], given["reply"])
        return {"objection": given["objection_id"]}

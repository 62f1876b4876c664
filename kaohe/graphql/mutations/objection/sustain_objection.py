"""Sustaining an objection (异议成立)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.objections import sustain_objection


class SustainObjection(
    Mutation,
    description="异议成立，个案复核重审 · Sustain an objection: the case is looked at again",
    permission=may(Subject.OBJECTION, "sustain"),
):
    class Input:
        objection_id = id_of("Objection")
        reply = graphene.String(required=True)

    objection = changed("Objection")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await sustain_objection(call.session, call.actor, call.now, given["objection_id"], given["reply"])
        return {"objection": given["objection_id"]}

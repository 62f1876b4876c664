"""The end of a circumstance (结束特殊情形)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.graphql.scalars import Date
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import close_circumstance


class CloseCircumstance(
    Mutation,
    description="结束试用、结案 · A probation is over, an investigation closed",
    permission=(Who.OFFICE,),
):
    class Input:
        circumstance_id = id_of("Circumstance")
        ends = Date(required=True)
        note = graphene.String()

    circumstance = changed("Circumstance")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await close_circumstance(
            call.session, call.actor, call.now, given["circumstance_id"], given["ends"], note=given.get("note")
        )
        return {"circumstance": given["circumstance_id"]}

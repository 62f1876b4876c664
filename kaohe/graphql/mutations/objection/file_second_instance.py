"""Taking an objection to the superior body (提请上级复核)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.objections import file_second_instance


class FileSecondInstance(
    Mutation,
    description="对驳回不服，提请上级复核一次 · Take one's dismissed objection to the superior body, once",
    permission=(Who.SELF,),
):
    class Input:
        objection_id = id_of("Objection")
        grounds = graphene.String(required=True)

    objection = changed("Objection")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        second_id = await file_second_instance(
            call.session, call.actor, call.now, given["objection_id"], given["grounds"]
        )
        return {"objection": second_id}

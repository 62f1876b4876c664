"""Entering somebody in the reserve pool (选入后备库)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.graphql.scalars import Date
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.supervision import enter_reserve


class EnterReserve(
    Mutation,
    description="选入优秀年轻干部后备库 · Enter somebody in the reserve pool of outstanding young cadres",
    permission=(Who.OFFICE,),
):
    class Input:
        person_id = id_of("Person")
        entered_on = Date(required=True)
        reason = graphene.String(required=True)

    reserve_entry = changed("ReserveEntry")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        entry_id = await enter_reserve(
            call.session, call.actor, call.now, given["person_id"], given["entered_on"], given["reason"]
        )
        return {"reserve_entry": entry_id}

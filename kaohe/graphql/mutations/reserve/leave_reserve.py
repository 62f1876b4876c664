"""Letting somebody leave the reserve pool (移出后备库)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.graphql.scalars import Date
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.supervision import leave_reserve


class LeaveReserve(
    Mutation,
    description="移出优秀年轻干部后备库 · Let somebody leave the reserve pool, with the reason",
    permission=(Who.OFFICE,),
):
    class Input:
        entry_id = id_of("ReserveEntry")
        left_on = Date(required=True)
        reason = graphene.String(required=True)

    reserve_entry = changed("ReserveEntry")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await leave_reserve(call.session, call.actor, call.now, given["entry_id"], given["left_on"], given["reason"])
        return {"reserve_entry": given["entry_id"]}

"""Withdrawing a merit event (撤销奖惩事件)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.merits import withdraw_merit


class WithdrawMerit(
    Mutation,
    description="撤销登记有误的奖惩事件 · Withdraw a merit event that should not have been recorded",
    permission=(Who.OFFICE,),
):
    class Input:
        merit_id = id_of("MeritEvent")
        reason = graphene.String(required=True)

    merit = changed("MeritEvent")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await withdraw_merit(call.session, call.actor, call.now, given["merit_id"], given["reason"])
        return {"merit": given["merit_id"]}

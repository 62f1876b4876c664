"""Cancelling a cycle (取消)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.cycles import cancel_cycle
from kaohe.workflow.domain.charts import Subject


class CancelCycle(
    Mutation,
    description="取消周期及其全部个案 · Cancel the cycle with all its cases",
    permission=may(Subject.CYCLE, "cancel"),
):
    class Input:
        cycle_id = id_of("Cycle")
        reason = graphene.String(required=True)

    cycle = changed("Cycle")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await cancel_cycle(call.session, call.actor, call.now, given["cycle_id"], given["reason"])
        return {"cycle": given["cycle_id"]}

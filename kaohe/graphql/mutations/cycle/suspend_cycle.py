"""Suspending a cycle (中止)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.cycles import suspend_cycle
from kaohe.workflow.domain.charts import Subject


class SuspendCycle(
    Mutation,
    description="中止周期，期限停止计算 · Suspend the cycle; its terms stand still",
    permission=may(Subject.CYCLE, "suspend"),
):
    class Input:
        cycle_id = id_of("Cycle")
        reason = graphene.String(required=True)

    cycle = changed("Cycle")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await suspend_cycle(call.session, call.actor, call.now, given["cycle_id"], given["reason"])
        return {"cycle": given["cycle_id"]}

"""Opening a cycle (启动周期)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.cycles import open_cycle
from kaohe.workflow.domain.charts import Subject


class OpenCycle(
    Mutation,
    description="启动周期，为每名考核对象建档 · Open the cycle: a case begins for everyone whom the policy covers",
    permission=may(Subject.CYCLE, "open"),
):
    class Input:
        cycle_id = id_of("Cycle")

    cycle = changed("Cycle")
    people = graphene.Int()

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        people = await open_cycle(call.session, call.actor, call.now, given["cycle_id"])
        return {"cycle": given["cycle_id"], "people": people}

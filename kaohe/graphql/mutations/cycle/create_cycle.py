"""Creating a cycle (新建周期)."""

import graphene

from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.cycles import create_cycle
from kaohe.workflow.domain.charts import Subject


class CreateCycle(
    Mutation,
    description="按现行细则新建周期草稿，期间如 2026Q1 · Create a cycle in draft, over a period like 2026Q1",
    permission=may(Subject.CYCLE, "create"),
):
    class Input:
        policy_key = graphene.String(required=True)
        period = graphene.String(required=True)

    cycle = changed("Cycle")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        cycle_id = await create_cycle(call.session, call.actor, call.now, given["policy_key"], given["period"])
        return {"cycle": cycle_id}

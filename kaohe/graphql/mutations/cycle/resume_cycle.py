"""Resuming a cycle (恢复)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.cycles import resume_cycle
from kaohe.workflow.domain.charts import Subject


class ResumeCycle(
    Mutation,
    description="恢复周期，期限顺延 · Resume the cycle; its terms are shifted",
    permission=may(Subject.CYCLE, "resume"),
):
    class Input:
        cycle_id = id_of("Cycle")
        reason = graphene.String()

    cycle = changed("Cycle")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await resume_cycle(call.session, call.actor, call.now, given["cycle_id"], given.get("reason", ""))
        return {"cycle": given["cycle_id"]}

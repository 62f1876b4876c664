"""Extending a stage (延期)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.graphql.scalars import DateTime
from kaohe.workflow.cycles import extend_stage
from kaohe.workflow.domain.charts import Subject


class ExtendStage(
    Mutation,
    description="延长某一环节的期限，后续环节顺延 · Extend a stage; the later ones follow",
    permission=may(Subject.CYCLE, "extend"),
):
    class Input:
        cycle_id = id_of("Cycle")
        stage = enums.Stage(required=True)
        until = DateTime(required=True)
        reason = graphene.String(required=True)

    cycle = changed("Cycle")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await extend_stage(
            call.session, call.actor, call.now, given["cycle_id"], given["stage"], given["until"], given["reason"]
        )
        return {"cycle": given["cycle_id"]}

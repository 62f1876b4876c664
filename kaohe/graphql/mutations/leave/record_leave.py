"""Recording leave (登记请假)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.graphql.scalars import Date
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.records import record_leave


class RecordLeave(
    Mutation,
    description="登记请假，本人不能自行登记 · Record somebody's leave; nobody records his own",
    permission=(Who.CLERK, Who.OFFICE),
):
    class Input:
        person_id = id_of("Person")
        kind = enums.LeaveKind(required=True)
        starts = Date(required=True)
        ends = Date(required=True)
        note = graphene.String()

    leave = changed("Leave")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        return {"leave": await record_leave(call.session, call.actor, call.now, **given)}

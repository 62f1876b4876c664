"""Returning a unit's list (退回)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.lists import return_list


class ReturnList(
    Mutation,
    description="退回结果登记表，签字作废 · Return the list to the unit; its signatures are void",
    permission=may(Subject.UNIT_LIST, "return"),
):
    class Input:
        list_id = id_of("UnitList")
        reason = graphene.String(required=True)

    unit_list = changed("UnitList")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await return_list(call.session, call.actor, call.now, given["list_id"], given["reason"])
        return {"unit_list": given["list_id"]}

"""Handing in a unit's list (报送考核办)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.lists import hand_in_list


class HandInList(
    Mutation,
    description="报送结果登记表 · Hand the unit's list in to the office",
    permission=may(Subject.UNIT_LIST, "hand_in"),
):
    class Input:
        list_id = id_of("UnitList")

    unit_list = changed("UnitList")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await hand_in_list(call.session, call.actor, call.now, given["list_id"])
        return {"unit_list": given["list_id"]}

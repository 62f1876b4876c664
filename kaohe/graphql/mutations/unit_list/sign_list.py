"""Signing a unit's list (主要领导签字)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.lists import sign_list


class SignList(
    Mutation,
    description="主要领导签结果登记表 · The main leader signs the unit's list over its content",
    permission=may(Subject.UNIT_LIST, "sign"),
):
    class Input:
        list_id = id_of("UnitList")

    unit_list = changed("UnitList")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await sign_list(call.session, call.actor, call.now, given["list_id"])
        return {"unit_list": given["list_id"]}

"""Consenting to a unit's list (分管领导同意)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.lists import consent_list


class ConsentList(
    Mutation,
    description=(
        "分管领导同意结果登记表及表上待其同意的人员 · "
        "The leader in charge consents to the list and to everyone on it who waits for him"
    ),
    permission=may(Subject.UNIT_LIST, "consent"),
):
    class Input:
        list_id = id_of("UnitList")

    unit_list = changed("UnitList")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await consent_list(call.session, call.actor, call.now, given["list_id"])
        return {"unit_list": given["list_id"]}

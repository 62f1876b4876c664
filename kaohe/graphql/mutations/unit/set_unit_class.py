"""Putting a unit into another class (变更单位分类)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import set_unit_class


class SetUnitClass(
    Mutation,
    description=(
        "变更单位分类：细则中的代码或名称，留空即默认分类 · "
        "Put a unit into another class of the policy's, by key or label; an empty one is the default class"
    ),
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        unit_id = id_of("Unit")
        unit_class = graphene.String(required=True)

    unit = changed("Unit")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await set_unit_class(call.session, call.actor, call.now, given["unit_id"], given["unit_class"])
        return {"unit": given["unit_id"]}

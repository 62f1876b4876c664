"""Renaming a unit (单位更名)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import rename_unit


class RenameUnit(
    Mutation,
    description="单位更名 · Rename a unit",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        unit_id = id_of("Unit")
        name = graphene.String(required=True)

    unit = changed("Unit")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await rename_unit(call.session, call.actor, call.now, given["unit_id"], given["name"])
        return {"unit": given["unit_id"]}

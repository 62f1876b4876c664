"""Creating a unit (设立单位)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import create_unit


class CreateUnit(
    Mutation,
    description="设立单位 · Create a unit",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        key = graphene.String(required=True)
        name = graphene.String(required=True)
        parent_id = id_of("Unit", required=False)
        outside = graphene.Boolean()
        unit_class = graphene.String()

    unit = changed("Unit")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        unit_id = await create_unit(call.session, call.actor, call.now, **given)
        return {"unit": unit_id}

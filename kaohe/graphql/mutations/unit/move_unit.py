"""Moving a unit in the tree (单位划转)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import move_unit


class MoveUnit(
    Mutation,
    description="单位划转至另一上级单位 · Put a unit under another one",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        unit_id = id_of("Unit")
        parent_id = id_of("Unit")

    unit = changed("Unit")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await move_unit(call.session, call.actor, call.now, given["unit_id"], given["parent_id"])
        return {"unit": given["unit_id"]}

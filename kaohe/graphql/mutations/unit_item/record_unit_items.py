"""Recording unit items (登记专项指标得分)."""

import graphene

from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many
from kaohe.graphql.scalars import Decimal
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.unit_items import UnitItemInput as Item
from kaohe.workflow.unit_items import record_unit_items


class UnitItemInput(graphene.InputObjectType):
    """一个单位的一项专项指标 · One unit's score in one item of the policy, 0 to 100, and where it comes from."""

    unit_id = id_of("Unit")
    item = graphene.String(required=True)
    score = Decimal(required=True)
    source = graphene.String(required=True)


class RecordUnitItems(
    Mutation,
    description="登记单位专项指标得分，可一次多个单位 · Enter units' scores in the policy's unit items, for one unit or many",
    permission=(Who.OFFICE,),
):
    class Input:
        cycle_id = id_of("Cycle")
        rows = objects(UnitItemInput)

    unit_items = changed_many("UnitItem")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        items = [Item(**one) for one in given["rows"]]
        ids = await record_unit_items(call.session, call.actor, call.now, given["cycle_id"], items)
        return {"unit_items": list(ids)}

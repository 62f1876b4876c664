"""Recording a unit's standing (登记单位年度评价)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.supervision.shares import UnitYearStanding
from kaohe.workflow.supervision import record_unit_standing


class RecordUnitStanding(
    Mutation,
    description=(
        "登记单位年度评价，据此增减其年度优秀比例；再次登记即替换 · "
        "Record how a unit did in a year, which raises or lowers its annual share; once more replaces it"
    ),
    permission=(Who.OFFICE,),
):
    class Input:
        policy_key = graphene.String(required=True)
        unit_id = id_of("Unit")
        year = graphene.Int(required=True)
        standing = enums.UnitYearStanding(required=True)
        reason = graphene.String(required=True)

    unit_standing = changed("UnitStanding")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        standing_id = await record_unit_standing(
            call.session,
            call.actor,
            call.now,
            given["policy_key"],
            given["unit_id"],
            given["year"],
            UnitYearStanding(given["standing"]),
            given["reason"],
        )
        return {"unit_standing": standing_id}

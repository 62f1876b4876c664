"""Setting a unit's indicators (设定个性、弹性指标)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.graphql.scalars import Decimal
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.indicators.model import IndicatorKind, UnitIndicator
from kaohe.workflow.indicators import IndicatorsInput, set_indicators


class UnitIndicatorInput(graphene.InputObjectType):
    """指标 · An indicator with its standard; the weight of individual ones only. Without a key it gets one."""

    key = graphene.String()
    label = graphene.String(required=True)
    standard = graphene.String(required=True)
    weight = Decimal()


class SetIndicators(
    Mutation,
    description=(
        "设定本单位的个性指标（按岗位类别，自本期起有效）或弹性指标（仅本期）；有人已按原指标汇总的不能再改 · "
        "Set the unit's individual indicators of a post category, from this period on, or its elastic ones, for this "
        "period; not once somebody has been aggregated by them"
    ),
    permission=(Who.CLERK,),
):
    class Input:
        cycle_id = id_of("Cycle")
        unit_id = id_of("Unit")
        kind = enums.IndicatorKind(required=True)
        post_category = graphene.String()
        indicators = objects(UnitIndicatorInput)

    indicator_set = changed("IndicatorSet")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        wanted = IndicatorsInput(
            cycle_id=given["cycle_id"],
            unit_id=given["unit_id"],
            kind=IndicatorKind(given["kind"]),
            indicators=[
                UnitIndicator(one.get("key", ""), one["label"], one["standard"], one.get("weight"))
                for one in given["indicators"]
            ],
            post_category=given.get("post_category", ""),
        )
        return {"indicator_set": await set_indicators(call.session, call.actor, call.now, wanted)}

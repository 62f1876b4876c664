"""Recording merit events (登记奖惩事件)."""

import graphene

from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many
from kaohe.graphql.scalars import Date, Decimal
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.merits import MeritInput as Merit
from kaohe.workflow.merits import record_merits


class MeritInput(graphene.InputObjectType):
    """奖惩事件 · One event; without points it has those of its standard. The document's number (文号) is needed."""

    person_id = id_of("Person")
    standard = graphene.String(required=True)
    matter = graphene.String(required=True)
    points = Decimal()
    happened_on = Date(required=True)
    document = graphene.String(required=True)


class RecordMerits(
    Mutation,
    description=(
        "登记上级表彰等加分、扣分事件，可一次多件；以事件日期确定周期 · "
        "Record commendations and deductions, one or many; the day of each decides the cycle"
    ),
    permission=(Who.OFFICE,),
):
    class Input:
        policy_key = graphene.String(required=True)
        merits = objects(MeritInput)

    merits = changed_many("MeritEvent")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        merits = [Merit(**one) for one in given["merits"]]
        return {"merits": await record_merits(call.session, call.actor, call.now, given["policy_key"], merits)}

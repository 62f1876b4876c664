"""Taking a declaration of relatives back (撤销亲属申报)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import withdraw_relative


class WithdrawRelative(
    Mutation,
    description="撤销亲属申报 · Take a declaration of relatives back",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        relative_id = id_of("Relative")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await withdraw_relative(call.session, call.actor, call.now, given["relative_id"])
        return {}

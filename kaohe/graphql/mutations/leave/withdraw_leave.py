"""Taking leave back (撤销请假)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.records import withdraw_leave


class WithdrawLeave(
    Mutation,
    description="撤销请假登记 · Take a leave back that was cancelled or entered by mistake",
    permission=(Who.CLERK, Who.OFFICE),
):
    class Input:
        leave_id = id_of("Leave")

    person = changed("Person")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        return {"person": await withdraw_leave(call.session, call.actor, call.now, given["leave_id"])}

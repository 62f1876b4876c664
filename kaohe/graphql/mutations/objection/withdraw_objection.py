"""Withdrawing an objection (撤回)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.objections import withdraw_objection


class WithdrawObjection(
    Mutation,
    description="撤回本人提出的异议 · Withdraw one's own objection",
    permission=may(Subject.OBJECTION, "withdraw"),
):
    class Input:
        objection_id = id_of("Objection")

    objection = changed("Objection")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await withdraw_objection(call.session, call.actor, call.now, given["objection_id"])
        return {"objection": given["objection_id"]}

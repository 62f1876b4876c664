"""Recovering a lost account (重置密码)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.accounts import reset_password
from kaohe.workflow.domain.charts import Who


class ResetPassword(
    Mutation,
    description="重置密码并解锁，本人须再修改 · Give an account an initial password and unlock it",
    permission=(Who.ADMINISTRATOR,),
):
    class Input:
        account_id = id_of("Account")
        password = graphene.String(required=True)

    account = changed("Account")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await reset_password(call.session, call.actor, call.now, given["account_id"], given["password"])
        return {"account": given["account_id"]}

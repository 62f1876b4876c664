"""Enabling an account again (启用账号)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.accounts import enable_account
from kaohe.workflow.domain.charts import Who


class EnableAccount(
    Mutation,
    description="恢复使用账号 · Enable an account again",
    permission=(Who.ADMINISTRATOR,),
):
    class Input:
        account_id = id_of("Account")

    account = changed("Account")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await enable_account(call.session, call.actor, call.now, given["account_id"])
        return {"account": given["account_id"]}

"""Disabling an account (停用账号)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.accounts import disable_account
from kaohe.workflow.domain.charts import Who


class DisableAccount(
    Mutation,
    description="停用账号，会话即时失效 · Disable an account; its sessions end",
    permission=(Who.ADMINISTRATOR,),
):
    class Input:
        account_id = id_of("Account")

    account = changed("Account")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await disable_account(call.session, call.actor, call.now, given["account_id"])
        return {"account": given["account_id"]}

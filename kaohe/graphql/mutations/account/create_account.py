"""Creating an account (开户)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.accounts import create_account
from kaohe.workflow.domain.charts import Who


class CreateAccount(
    Mutation,
    description="为人员开通账号，初始密码须修改 · Give a person an account; the initial password must be changed",
    permission=(Who.ADMINISTRATOR,),
):
    class Input:
        person_id = id_of("Person")
        login = graphene.String(required=True)
        password = graphene.String(required=True)

    account = changed("Account")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        account_id = await create_account(
            call.session, call.actor, call.now, given["person_id"], given["login"], given["password"]
        )
        return {"account": account_id}

"""Signing out (退出)."""

from kaohe.graphql.mutation import Answer, Call, Given, Mutation
from kaohe.workflow.accounts import sign_out
from kaohe.workflow.domain.charts import Who


class SignOut(
    Mutation,
    description="退出，令牌即时失效 · End the session of the token",
    permission=(Who.SIGNED_IN,),
):
    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await sign_out(call.session, call.context.token or "")
        return {}

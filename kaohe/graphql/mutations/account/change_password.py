"""Changing one's own password (修改密码)."""

import graphene

from kaohe.graphql.mutation import Answer, Call, Given, Mutation
from kaohe.workflow.accounts import change_password
from kaohe.workflow.domain.charts import Who


class ChangePassword(
    Mutation,
    description="修改本人密码，其他会话随之失效 · Change one's own password; the other sessions end",
    permission=(Who.SIGNED_IN,),
):
    class Input:
        current_password = graphene.String(required=True)
        new_password = graphene.String(required=True)

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await change_password(
            call.session,
            call.actor,
            call.now,
            given["current_password"],
            given["new_password"],
            token=call.context.token,
        )
        return {}

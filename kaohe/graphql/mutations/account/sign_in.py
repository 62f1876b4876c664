"""Signing in (登录)."""

import graphene

from kaohe.graphql.mutation import Answer, Call, Given, Mutation
from kaohe.graphql.scalars import DateTime
from kaohe.workflow.accounts import sign_in
from kaohe.workflow.domain.charts import Who


class SignIn(
    Mutation,
    description="登录，取得令牌 · Sign in for a bearer token",
    permission=(Who.ANYONE,),
    anonymous=True,
):
    class Input:
        login = graphene.String(required=True)
        password = graphene.String(required=True)

    token = graphene.String()
    expires_at = DateTime()
    must_change = graphene.Boolean()

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        signed_in = await sign_in(call.session, given["login"], given["password"], call.now, call.context.settings)
        return {
            "token": signed_in.token,
            "expires_at": signed_in.expires_at,
            "must_change": signed_in.must_change,
        }

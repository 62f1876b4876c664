"""Checking a policy without publishing it (校验实施细则)."""

import graphene

from kaohe.graphql.mutation import Answer, Call, Given, Mutation
from kaohe.graphql.scalars import Json
from kaohe.graphql.types.refusal import PolicyRefusal
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.policies import parse


class CheckPolicy(
    Mutation,
    description="校验实施细则文本，不发布 · Check the text of a policy without publishing it",
    permission=(Who.SIGNED_IN,),
    errors=PolicyRefusal,
):
    class Input:
        source = graphene.String(required=True)

    document = Json()

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        policy = parse(given["source"])
        return {"document": policy.model_dump(mode="json")}

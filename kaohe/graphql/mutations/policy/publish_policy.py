"""Publishing a policy (发布实施细则)."""

import graphene

from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.graphql.types.refusal import PolicyRefusal
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.policies import publish


class PublishPolicy(
    Mutation,
    description="发布实施细则的一个版本 · Publish a version of a policy, written in TOML",
    permission=(Who.OFFICE,),
    errors=PolicyRefusal,
):
    class Input:
        source = graphene.String(required=True)

    policy = changed("PolicyVersion")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        policy_id = await publish(call.session, call.actor, call.now, given["source"])
        return {"policy": policy_id}

"""Signing for one's result (本人签收)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.feedback import acknowledge_result


class AcknowledgeResult(
    Mutation,
    description="本人签收结果，可写意见 · Sign for one's result, with an opinion",
    permission=(Who.SELF,),
):
    class Input:
        assessment_id = id_of("Assessment")
        opinion = graphene.String()

    assessment = changed("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await acknowledge_result(call.session, call.actor, call.now, given["assessment_id"], given.get("opinion", ""))
        return {"assessment": given["assessment_id"]}

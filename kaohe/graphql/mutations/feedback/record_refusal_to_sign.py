"""Recording a refusal to sign (拒签)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.feedback import record_refusal_to_sign


class RecordRefusalToSign(
    Mutation,
    description="记录本人拒签，须有见证人 · Record that the person would not sign, before a witness",
    permission=(Who.HOLDER, Who.OFFICE),
):
    class Input:
        assessment_id = id_of("Assessment")
        witness = graphene.String(required=True)
        opinion = graphene.String()

    assessment = changed("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await record_refusal_to_sign(
            call.session, call.actor, call.now, given["assessment_id"], given["witness"], given.get("opinion", "")
        )
        return {"assessment": given["assessment_id"]}

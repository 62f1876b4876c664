"""Sending an answer back (退回重新整改)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.supervision import return_finding


class ReturnFinding(
    Mutation,
    description="退回答复，重新整改 · Send the unit's answer back",
    permission=may(Subject.FINDING, "return_finding"),
):
    class Input:
        finding_id = id_of("Finding")
        reason = graphene.String(required=True)

    finding = changed("Finding")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await return_finding(call.session, call.actor, call.now, given["finding_id"], given["reason"])
        return {"finding": given["finding_id"]}

"""Answering a finding (答复整改情况)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.supervision import answer_finding


class AnswerFinding(
    Mutation,
    description="答复困难或差距的整改情况 · Answer a difficulty or a gap: what the unit has done",
    permission=may(Subject.FINDING, "answer_finding"),
):
    class Input:
        finding_id = id_of("Finding")
        reply = graphene.String(required=True)

    finding = changed("Finding")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await answer_finding(call.session, call.actor, call.now, given["finding_id"], given["reply"])
        return {"finding": given["finding_id"]}

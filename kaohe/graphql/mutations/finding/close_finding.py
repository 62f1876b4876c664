"""Closing a finding (办结)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.supervision import close_finding


class CloseFinding(
    Mutation,
    description="办结督导问题 · Close a finding with a conclusion",
    permission=may(Subject.FINDING, "close_finding"),
):
    class Input:
        finding_id = id_of("Finding")
        conclusion = graphene.String(required=True)

    finding = changed("Finding")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await close_finding(call.session, call.actor, call.now, given["finding_id"], given["conclusion"])
        return {"finding": given["finding_id"]}

"""An outside approver's answer (核准意见)."""

import graphene

from kaohe.graphql.inputs import id_of, ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.approvals import answer_results
from kaohe.workflow.domain.charts import Subject


class AnswerResults(
    Mutation,
    description=(
        "核准名单或予以备案，可对部分人员不予核准并说明理由 · "
        "Approve a list or file it, except for those refused with a reason"
    ),
    permission=may(Subject.ASSESSMENT, "outside_reject"),
):
    class Input:
        list_id = id_of("ResultList")
        approver = graphene.String(required=True)
        letter = graphene.String(required=True)
        refused_ids = ids_of("Assessment", required=False)
        reason = graphene.String()

    result_list = changed("ResultList")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await answer_results(
            call.session,
            call.actor,
            call.now,
            given["list_id"],
            given["approver"],
            given["letter"],
            given.get("refused_ids", ()),
            given.get("reason", ""),
        )
        return {"result_list": given["list_id"]}

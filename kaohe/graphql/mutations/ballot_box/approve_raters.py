"""Approving external raters (审定外部评分人)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.ballots import approve_raters
from kaohe.workflow.domain.charts import Subject


class ApproveRaters(
    Mutation,
    description="上级单位审定外部评分人 · The unit above approves the external raters",
    permission=may(Subject.BALLOT_BOX, "approve_raters"),
):
    class Input:
        box_id = id_of("BallotBox")

    ballot_box = changed("BallotBox")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await approve_raters(call.session, call.actor, call.now, given["box_id"])
        return {"ballot_box": given["box_id"]}

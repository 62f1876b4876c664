"""Returning proposed raters (退回外部评分人名单)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.ballots import return_raters
from kaohe.workflow.domain.charts import Subject


class ReturnRaters(
    Mutation,
    description="退回外部评分人名单，由单位重新提名 · Return the external raters: the unit proposes anew",
    permission=may(Subject.BALLOT_BOX, "return_raters"),
):
    class Input:
        box_id = id_of("BallotBox")
        reason = graphene.String(required=True)

    ballot_box = changed("BallotBox")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await return_raters(call.session, call.actor, call.now, given["box_id"], given["reason"])
        return {"ballot_box": given["box_id"]}

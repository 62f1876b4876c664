"""Giving a ballot box more time (延长评分)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.graphql.scalars import DateTime
from kaohe.workflow.ballots import extend_box
from kaohe.workflow.domain.charts import Subject


class ExtendBox(
    Mutation,
    description="延长评分期限 · Give an open box more time",
    permission=may(Subject.BALLOT_BOX, "extend_box"),
):
    class Input:
        box_id = id_of("BallotBox")
        due_at = DateTime(required=True)
        reason = graphene.String(required=True)

    ballot_box = changed("BallotBox")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await extend_box(call.session, call.actor, call.now, given["box_id"], given["due_at"], given["reason"])
        return {"ballot_box": given["box_id"]}

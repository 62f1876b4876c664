"""Voiding a box's ballots and having them cast again (票箱作废重投)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.ballots import restart_box
from kaohe.workflow.domain.charts import Subject


class RestartBox(
    Mutation,
    description=(
        "票箱作废重投：销毁已投选票，由后台程序重新开箱 · "
        "Void a box: its ballots are destroyed, a worker opens it anew and everybody casts again"
    ),
    permission=may(Subject.BALLOT_BOX, "restart_box"),
):
    class Input:
        box_id = id_of("BallotBox")
        reason = graphene.String(required=True)

    ballot_box = changed("BallotBox")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await restart_box(call.session, call.actor, call.now, given["box_id"], given["reason"])
        return {"ballot_box": given["box_id"]}

"""Proposing external raters (提名外部评分人)."""

import graphene

from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.ballots import Proposed, propose_raters
from kaohe.workflow.domain.charts import Subject


class ProposedRaterInput(graphene.InputObjectType):
    """外部评分人 · One person from outside the unit, and why: management, contact or service links."""

    person_id = id_of("Person")
    reason = graphene.String(required=True)


class ProposeRaters(
    Mutation,
    description="人数少的单位提名外部评分人 · A small unit proposes external raters",
    permission=may(Subject.BALLOT_BOX, "propose_raters"),
):
    class Input:
        box_id = id_of("BallotBox")
        people = objects(ProposedRaterInput)

    ballot_box = changed("BallotBox")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        people = [Proposed(**one) for one in given["people"]]
        await propose_raters(call.session, call.actor, call.now, given["box_id"], people)
        return {"ballot_box": given["box_id"]}

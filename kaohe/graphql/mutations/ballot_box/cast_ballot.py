"""Casting one's own ballot (无痕化打分)."""

import graphene

from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.graphql.scalars import Decimal
from kaohe.workflow.ballots import Vote, cast_ballot
from kaohe.workflow.domain.charts import Who


class BallotScoreInput(graphene.InputObjectType):
    """评分 · The score of one person on the ballot."""

    assessment_id = id_of("Assessment")
    score = Decimal(required=True)


class CastBallot(
    Mutation,
    description=(
        "提交本人的整张选票，密封后不可查看、不可更改；不记录幂等键，重复提交得到ALREADY_CAST即已计入 · "
        "Cast one's own whole ballot, sealed: nobody sees it or changes it; there is no idempotency key, ALREADY_CAST says "
        "that the first one counts"
    ),
    permission=(Who.RATER,),
    keyless=True,
):
    class Input:
        box_id = id_of("BallotBox")
        scores = objects(BallotScoreInput)

    ballot_box = changed("BallotBox")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        votes = [Vote(**one) for one in given["scores"]]
        await cast_ballot(call.session, call.actor, call.now, given["box_id"], votes)
        return {"ballot_box": given["box_id"]}

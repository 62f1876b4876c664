"""Checking bonus claims (把关)."""

import graphene

from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.graphql.scalars import Decimal
from kaohe.workflow.claims import ClaimAnswer, check_claims
from kaohe.workflow.domain.charts import Subject


class ClaimAnswerInput(graphene.InputObjectType):
    """对加分申报的意见 · One claim accepted or not, with other points where they are given."""

    claim_id = id_of("BonusClaim")
    accept = graphene.Boolean(required=True)
    points = Decimal()
    remark = graphene.String()


class CheckClaims(
    Mutation,
    description="单位把关加分申报 · The unit's check of bonus claims",
    permission=may(Subject.ASSESSMENT, "check_claims"),
):
    class Input:
        claims = objects(ClaimAnswerInput)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        cases = await check_claims(call.session, call.actor, call.now, [ClaimAnswer(**one) for one in given["claims"]])
        return {"assessments": cases}

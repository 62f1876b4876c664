"""Auditing bonus claims (审核)."""

from kaohe.graphql.inputs import objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.graphql.mutations.claim.check_claims import ClaimAnswerInput
from kaohe.workflow.claims import ClaimAnswer, audit_claims
from kaohe.workflow.domain.charts import Subject


class AuditClaims(
    Mutation,
    description="考核办审核加分申报 · The office's audit of bonus claims",
    permission=may(Subject.ASSESSMENT, "audit_claims"),
):
    class Input:
        claims = objects(ClaimAnswerInput)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        cases = await audit_claims(call.session, call.actor, call.now, [ClaimAnswer(**one) for one in given["claims"]])
        return {"assessments": cases}

"""Supplementing an archive (补充记录)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.corrections import SupplementKind, supplement
from kaohe.workflow.domain.charts import Subject


class SupplementAssessment(
    Mutation,
    description=(
        "补定等次、法定复核或更正笔误，原档不改 · "
        "Add a record beside an archive: a grade made up later, a statutory review, a clerical error"
    ),
    permission=may(Subject.ASSESSMENT, "supplement"),
):
    class Input:
        assessment_id = id_of("Assessment")
        kind = enums.SupplementKind(required=True)
        outcome = enums.Outcome(required=True)
        grade = graphene.String()
        reason = graphene.String(required=True)

    assessment = changed("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await supplement(
            call.session,
            call.actor,
            call.now,
            given["assessment_id"],
            SupplementKind(given["kind"]),
            given["outcome"],
            given.get("grade"),
            given["reason"],
        )
        return {"assessment": given["assessment_id"]}

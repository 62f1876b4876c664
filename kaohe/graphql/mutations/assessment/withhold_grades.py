"""Withholding grades (暂缓确定等次)."""

import graphene

from kaohe.graphql.inputs import ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed_many, may
from kaohe.workflow.corrections import withhold_grade
from kaohe.workflow.domain.charts import Subject


class WithholdGrades(
    Mutation,
    description=(
        "决定后受处分或立案的，暂缓确定等次并更正公示 · "
        "Withhold grades on a sanction or a case opened after the decision; the notice is amended"
    ),
    permission=may(Subject.ASSESSMENT, "withhold_grade"),
):
    class Input:
        assessment_ids = ids_of("Assessment")
        reason = graphene.String(required=True)

    assessments = changed_many("Assessment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await withhold_grade(call.session, call.actor, call.now, given["assessment_ids"], given["reason"])
        return {"assessments": given["assessment_ids"]}

"""Sending a person away for a time (登记外派)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.graphql.scalars import Date
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.policy.participation import AssignmentKind
from kaohe.workflow.people import assign_person


class AssignPerson(
    Mutation,
    description="登记外派，由种类决定考核单位 · Record an assignment; its kind decides who assesses (S3-11..14)",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        person_id = id_of("Person")
        kind = enums.AssignmentKind(required=True)
        starts = Date(required=True)
        unit_id = id_of("Unit", required=False)
        ends = Date()
        approval = graphene.String()

    assignment = changed("Assignment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        kind = AssignmentKind(given["kind"])
        assignment_id = await assign_person(call.session, call.actor, call.now, **{**given, "kind": kind})
        return {"assignment": assignment_id}

"""Changing what is known of a person (变更人员信息)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import update_person


class UpdatePerson(
    Mutation,
    description="变更人员信息，只改所给各项 · Change what is given of a person",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        person_id = id_of("Person")
        unit_id = id_of("Unit", required=False)
        name = graphene.String()
        post = graphene.String()
        rank = graphene.String()
        work_in_charge = graphene.String()
        management = graphene.String()
        post_category = graphene.String()
        email = graphene.String()

    person = changed("Person")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await update_person(call.session, call.actor, call.now, **given)
        return {"person": given["person_id"]}

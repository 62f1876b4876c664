"""Adding a person (新增人员)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import create_person


class CreatePerson(
    Mutation,
    description="新增人员 · Add a person",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        number = graphene.String(required=True)
        name = graphene.String(required=True)
        unit_id = id_of("Unit")
        post = graphene.String()
        rank = graphene.String()
        work_in_charge = graphene.String()
        management = graphene.String()
        post_category = graphene.String()
        email = graphene.String()

    person = changed("Person")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        person_id = await create_person(call.session, call.actor, call.now, **given)
        return {"person": person_id}

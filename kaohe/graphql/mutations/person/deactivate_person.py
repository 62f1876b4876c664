"""A person leaves (人员离职)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import deactivate_person


class DeactivatePerson(
    Mutation,
    description="办理人员离职 · A person leaves the body",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        person_id = id_of("Person")

    person = changed("Person")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await deactivate_person(call.session, call.actor, call.now, given["person_id"])
        return {"person": given["person_id"]}

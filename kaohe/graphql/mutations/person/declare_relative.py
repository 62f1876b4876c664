"""Declaring relatives (申报亲属)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import declare_relative


class DeclareRelative(
    Mutation,
    description="申报亲属，相互回避 · Declare that two people are related; they keep away from each other's cases",
    permission=(Who.SELF, Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        person_id = id_of("Person")
        relative_id = id_of("Person")
        relation = graphene.String()

    person = changed("Person")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await declare_relative(
            call.session, call.actor, call.now, given["person_id"], given["relative_id"], given.get("relation", "")
        )
        return {"person": given["person_id"]}

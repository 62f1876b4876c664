"""Appointing a substitute (指定代理)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.fields import listed
from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.graphql.scalars import Date
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.people import appoint_substitute


class AppointSubstitute(
    Mutation,
    description="指定代理（A/B岗）：在起止日期内代办所列事项 · Appoint a substitute for some days and kinds of work",
    permission=(Who.SELF, Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        principal_id = id_of("Person")
        substitute_id = id_of("Person")
        kinds = graphene.InputField(listed(enums.WorkKind))
        starts = Date(required=True)
        ends = Date(required=True)
        reason = graphene.String()

    substitution = changed("Substitution")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        known = {**given, "kinds": [WorkKind(kind) for kind in given["kinds"]]}
        return {"substitution": await appoint_substitute(call.session, call.actor, call.now, **known)}

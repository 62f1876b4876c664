"""Granting a role (授权)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.people import grant_role


class GrantRole(
    Mutation,
    description="授予角色；系统管理员只能由系统管理员授予 · Grant a role; only an administrator makes another one",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        person_id = id_of("Person")
        role = enums.Role(required=True)
        unit_id = id_of("Unit", required=False)
        scope = graphene.String()

    role_grant = changed("RoleGrant")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        grant_id = await grant_role(call.session, call.actor, call.now, **{**given, "role": Role(given["role"])})
        return {"role_grant": grant_id}

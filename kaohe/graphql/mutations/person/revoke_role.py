"""Taking a role back (撤销授权)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import revoke_role


class RevokeRole(
    Mutation,
    description="撤销授权 · Take a role back",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        grant_id = id_of("RoleGrant")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await revoke_role(call.session, call.actor, call.now, given["grant_id"])
        return {}

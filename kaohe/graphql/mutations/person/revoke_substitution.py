"""Revoking a substitution (撤销代理)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import revoke_substitution


class RevokeSubstitution(
    Mutation,
    description="撤销代理，即时生效；双方和考核办、管理员均可办理 · Revoke a substitution, at once: either of the two may, too",
    permission=(Who.SELF, Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        substitution_id = id_of("Substitution")

    substitution = changed("Substitution")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await revoke_substitution(call.session, call.actor, call.now, given["substitution_id"])
        return {"substitution": given["substitution_id"]}

"""Admitting an objection (受理)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.objections import admit_objection


class AdmitObjection(
    Mutation,
    description="受理异议 · Admit an objection",
    permission=may(Subject.OBJECTION, "admit"),
):
    class Input:
        objection_id = id_of("Objection")

    objection = changed("Objection")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await admit_objection(call.session, call.actor, call.now, given["objection_id"])
        return {"objection": given["objection_id"]}

"""Recording a circumstance (登记特殊情形)."""

import graphene

from kaohe.graphql import enums
from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.graphql.scalars import Date
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.facts.model import CircumstanceKind
from kaohe.workflow.domain.policy.outcomes import SanctionKind
from kaohe.workflow.people import record_circumstance


class RecordCircumstance(
    Mutation,
    description="登记试用、立案、处分、拒不参加 · Record probation, investigation, a sanction, a refusal",
    permission=(Who.OFFICE,),
):
    class Input:
        person_id = id_of("Person")
        kind = enums.CircumstanceKind(required=True)
        starts = Date(required=True)
        sanction = enums.SanctionKind()
        ends = Date()
        note = graphene.String()

    circumstance = changed("Circumstance")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        sanction = SanctionKind(given["sanction"]) if "sanction" in given else None
        known = {**given, "kind": CircumstanceKind(given["kind"]), "sanction": sanction}
        circumstance_id = await record_circumstance(call.session, call.actor, call.now, **known)
        return {"circumstance": circumstance_id}

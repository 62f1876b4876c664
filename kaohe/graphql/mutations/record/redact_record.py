"""Taking what is secret or sensitive out of a record (脱密处理)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.records import redact_record


class RedactRecord(
    Mutation,
    description="对工作纪实某处脱密，留痕 · Take the words at one place of a record away, leaving a trace",
    permission=(Who.LEADER, Who.OFFICE),
):
    class Input:
        record_id = id_of("WorkRecord")
        place = graphene.String(required=True)
        reason = graphene.String(required=True)

    record = changed("WorkRecord")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await redact_record(call.session, call.actor, call.now, **given)
        return {"record": given["record_id"]}

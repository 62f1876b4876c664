"""Filing the forms and freezing the quota (申报名额并锁定)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.workflow.cycles import freeze_quota
from kaohe.workflow.domain.charts import Subject


class FreezeQuota(
    Mutation,
    description=(
        "报出情况表和比例使用申报表，锁定人数和名额 · File the forms; participants and places are frozen (S3-33)"
    ),
    permission=may(Subject.CYCLE, "freeze_quota"),
):
    class Input:
        cycle_id = id_of("Cycle")

    cycle = changed("Cycle")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await freeze_quota(call.session, call.actor, call.now, given["cycle_id"])
        return {"cycle": given["cycle_id"]}

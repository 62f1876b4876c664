"""Overriding the working-day calendar (工作日调整)."""

import graphene

from kaohe.graphql.mutation import Answer, Call, Given, Mutation
from kaohe.graphql.scalars import Date
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import set_calendar_day


class SetCalendarDay(
    Mutation,
    description="指定某日为工作日或休息日 · Say that a date is, or is not, a working day",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        day = Date(required=True)
        working = graphene.Boolean(required=True)
        reason = graphene.String()

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await set_calendar_day(
            call.session,
            call.actor,
            call.now,
            given["day"],
            working=given["working"],
            reason=given.get("reason", ""),
        )
        return {}

"""Leaving a date to the published calendar again (取消工作日调整)."""

from kaohe.graphql.mutation import Answer, Call, Given, Mutation
from kaohe.graphql.scalars import Date
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import clear_calendar_day


class ClearCalendarDay(
    Mutation,
    description="取消某日的调整 · Leave a date to the published calendar again",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        day = Date(required=True)

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await clear_calendar_day(call.session, call.actor, call.now, given["day"])
        return {}

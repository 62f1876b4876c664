"""The end of an assignment (外派结束)."""

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.graphql.scalars import Date
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people import end_assignment


class EndAssignment(
    Mutation,
    description="结束外派 · Set the last day of an assignment",
    permission=(Who.OFFICE, Who.ADMINISTRATOR),
):
    class Input:
        assignment_id = id_of("Assignment")
        ends = Date(required=True)

    assignment = changed("Assignment")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await end_assignment(call.session, call.actor, call.now, given["assignment_id"], given["ends"])
        return {"assignment": given["assignment_id"]}

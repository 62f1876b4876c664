"""Sending results for outside approval (报请核准)."""

from kaohe.graphql.inputs import id_of, ids_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.approvals import submit_results
from kaohe.workflow.domain.charts import Who


class SubmitResults(
    Mutation,
    description=(
        "报请核准或备案，不指定人员则为全部公示期满、尚未报送者 · "
        "Send results for outside approval or filing; everybody not sent yet whose publicity is over, where nobody is named"
    ),
    permission=(Who.OFFICE,),
):
    class Input:
        cycle_id = id_of("Cycle")
        assessment_ids = ids_of("Assessment", required=False)

    result_list = changed("ResultList")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        list_id = await submit_results(
            call.session, call.actor, call.now, given["cycle_id"], given.get("assessment_ids")
        )
        return {"result_list": list_id}

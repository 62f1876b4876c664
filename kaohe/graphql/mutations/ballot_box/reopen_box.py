"""Opening a ballot box again (重新评分)."""

from kaohe.graphql.inputs import id_of, objects
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed, may
from kaohe.graphql.mutations.ballot_box.propose_raters import ProposedRaterInput
from kaohe.graphql.scalars import DateTime
from kaohe.workflow.ballots import Proposed, reopen_box
from kaohe.workflow.domain.charts import Subject


class ReopenBox(
    Mutation,
    description=(
        "票数不足时重新开放评分，可增加评分人；已投的票有效 · "
        "Open a box with too few ballots again, with more raters if need be; what was cast counts"
    ),
    permission=may(Subject.BALLOT_BOX, "reopen_box"),
):
    class Input:
        box_id = id_of("BallotBox")
        due_at = DateTime(required=True)
        people = objects(ProposedRaterInput, required=False)

    ballot_box = changed("BallotBox")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        added = [Proposed(**one) for one in given.get("people", ())]
        await reopen_box(call.session, call.actor, call.now, given["box_id"], given["due_at"], added)
        return {"ballot_box": given["box_id"]}

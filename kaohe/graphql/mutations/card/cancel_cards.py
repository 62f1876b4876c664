"""Making unused evaluation cards void (作废评议卡片)."""

import graphene

from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.cards import cancel_cards
from kaohe.workflow.domain.charts import Who


class CancelCards(
    Mutation,
    description="作废一批评议卡片中尚未使用的 · Make the unused cards of a batch void",
    permission=(Who.CLERK, Who.OFFICE),
):
    class Input:
        batch_id = id_of("CardBatch")
        reason = graphene.String(required=True)

    batch = changed("CardBatch")

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        await cancel_cards(call.session, call.actor, call.now, given["batch_id"], given["reason"])
        return {"batch": given["batch_id"]}

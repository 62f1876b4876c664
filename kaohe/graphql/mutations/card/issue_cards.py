"""Issuing evaluation cards (发放评议卡片)."""

import asyncio

import graphene

from kaohe.graphql.base import Info, Row, named
from kaohe.graphql.card_sheet import Sheet
from kaohe.graphql.fields import listed
from kaohe.graphql.inputs import id_of
from kaohe.graphql.mutation import Answer, Call, Given, Mutation, changed
from kaohe.workflow.cards import card_key, issue_cards
from kaohe.workflow.domain.charts import Who


class IssueCards(
    Mutation,
    description=(
        "发放评议卡片：链接、二维码和可打印的卡片只在此时给出一次（同一幂等键重发也不再给出） · Issue evaluation cards; links, "
        "QR codes and the sheet to print are answered this once, and not again for the same idempotency key"
    ),
    permission=(Who.CLERK, Who.OFFICE),
):
    class Input:
        cycle_id = id_of("Cycle")
        unit_id = id_of("Unit")
        assessment_id = id_of("Assessment", required=False)
        count = graphene.Int(required=True)

    batch = changed("CardBatch")
    cards = graphene.Field(listed(named("IssuedCard")))
    sheet = graphene.String()

    @staticmethod
    async def perform(call: Call, given: Given) -> Answer:
        key = card_key(call.context.settings)
        issued = await issue_cards(call.session, call.actor, call.now, key, **given)
        # Not in the answer: that is kept with the idempotency key, and the links are kept nowhere.
        call.context.answered_once[issued.batch_id] = Sheet(issued, call.context.origin)
        return {"batch": issued.batch_id}

    @staticmethod
    async def resolve_cards(answer: Row, info: Info) -> list[Row]:
        sheet = _sheet(answer, info)
        return await asyncio.to_thread(lambda: sheet.cards) if sheet else []

    @staticmethod
    async def resolve_sheet(answer: Row, info: Info) -> str | None:
        sheet = _sheet(answer, info)
        return await asyncio.to_thread(sheet.page) if sheet else None


def _sheet(answer: Row, info: Info) -> Sheet | None:
    sheet: Sheet | None = info.context.answered_once.get(answer.get("batch"))
    return sheet

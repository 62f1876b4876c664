"""Evaluation cards (评议卡片) and unit items (专项指标)."""

import graphene

from kaohe.graphql.base import ObjectType
from kaohe.graphql.fields import many, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import Date, DateTime, Decimal
from kaohe.workflow.queries import assessments, cards, cycles, organisation


class CardRemark(ObjectType):
    """评议卡片上的留言 · What a service user wrote on a card; for the unit's leaders and the office alone."""

    used_on = Date(required=True)
    text = graphene.String(required=True)


class CardBatch(Node, lookup=cards.batches_by_id):
    """评议卡片批次 · Cards that were issued together, about a unit or about one of its people."""

    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    assessment = one("Assessment", assessments.assessments_by_id, "assessment_id")
    size = graphene.Int(required=True)
    used = graphene.Int(required=True)
    valid_until = DateTime(required=True)
    issued_by = one("Person", organisation.mentioned_by_id, "issued_by")
    issued_at = DateTime(required=True)
    cancelled_by = one("Person", organisation.mentioned_by_id, "cancelled_by")
    cancelled_at = DateTime()
    cancelled_reason = graphene.String(required=True)
    remarks = many("CardRemark", cards.remarks_of)


class CardFigures(ObjectType):
    """评议卡片情况 · Cards issued and used, and their mean where the viewer may know it."""

    issued = graphene.Int(required=True)
    used = graphene.Int(required=True)
    mean = Decimal()


class UnitCards(ObjectType):
    """单位评议卡片情况 · The same of the cards about a unit itself."""

    unit = one("Unit", organisation.units_by_id, "unit_id")
    issued = graphene.Int(required=True)
    used = graphene.Int(required=True)
    mean = Decimal()


class IssuedCard(ObjectType):
    """新发放的评议卡片 · A card as it is handed out; its link is answered this once and kept nowhere."""

    number = graphene.Int(required=True)
    link = graphene.String(required=True)
    qr_code = graphene.String(required=True)


class UnitItem(Node, lookup=cards.unit_items_by_id):
    """专项指标得分 · A unit's score, 0 to 100, in one item of the policy in one period."""

    unit = one("Unit", organisation.units_by_id, "unit_id")
    period = graphene.String(required=True)
    item = graphene.String(required=True)
    score = Decimal(required=True)
    source = graphene.String(required=True)
    recorded_by = one("Person", organisation.mentioned_by_id, "recorded_by")
    recorded_at = DateTime(required=True)

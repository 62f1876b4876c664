"""Merit events (奖惩事件)."""

import graphene

from kaohe.graphql.fields import one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import Date, DateTime, Decimal
from kaohe.workflow.queries import merits, organisation


class MeritEvent(Node, lookup=merits.merits_by_id):
    """奖惩事件 · A commendation or a deduction; its day decides the cycle (S0-10, S0-11)."""

    person = one("Person", organisation.mentioned_by_id, "person_id")
    policy_key = graphene.String(required=True)
    standard = graphene.String(required=True)
    matter = graphene.String(required=True)
    points = Decimal(required=True)
    happened_on = Date(required=True)
    document = graphene.String(required=True)
    recorded_by = one("Person", organisation.mentioned_by_id, "recorded_by")
    recorded_at = DateTime(required=True)
    withdrawn_by = one("Person", organisation.mentioned_by_id, "withdrawn_by")
    withdrawn_at = DateTime()
    withdrawn_reason = graphene.String(required=True)

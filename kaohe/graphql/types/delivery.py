"""The delivery log (外发记录)."""

import graphene

from kaohe.graphql.base import Info, Row
from kaohe.graphql.enums import DeliveryState
from kaohe.graphql.fields import label
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime
from kaohe.workflow.domain.addresses import masked
from kaohe.workflow.queries import deliveries


def _masked(row: Row, _info: Info) -> str | None:
    return masked(row["target"] or "") or None


class Delivery(Node, lookup=deliveries.deliveries_by_id):
    """外发记录 · One notification on its way to one address by mail, or to one webhook."""

    channel = graphene.String(required=True)
    kind = graphene.String(required=True)
    kind_label = label("kind")
    target = graphene.String(resolver=_masked)
    token = graphene.String(required=True)
    state = DeliveryState(required=True)
    state_label = label("state", "DeliveryState")
    attempts = graphene.Int(required=True)
    answer = graphene.String()
    error = graphene.String()
    created_at = DateTime(required=True)
    retry_at = DateTime()
    delivered_at = DateTime()

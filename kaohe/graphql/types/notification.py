"""Notifications (通知)."""

import graphene

from kaohe.graphql.enums import Subject
from kaohe.graphql.fields import label
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime
from kaohe.graphql.types.subject import subject_id
from kaohe.workflow.queries import notifications


class Notification(Node, lookup=notifications.notifications_by_id):
    """通知 · A message to the viewer or to one of his roles."""

    kind = graphene.String(required=True)
    kind_label = label("kind")
    subject = Subject(required=True)
    subject_id = subject_id()
    created_at = DateTime(required=True)
    read_at = DateTime()

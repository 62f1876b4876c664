"""Accounts (账号)."""

import graphene

from kaohe.graphql.fields import one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime
from kaohe.workflow.queries import organisation


class Account(Node, lookup=organisation.accounts_by_id):
    """账号 · An account, as the administrator and the office see it."""

    person = one("Person", organisation.mentioned_by_id, "person_id")
    login = graphene.String(required=True)
    disabled = graphene.Boolean(required=True)
    must_change = graphene.Boolean(required=True)
    locked_until = DateTime()

"""Substitutions (代理, A/B岗)."""

import graphene

from kaohe.graphql.base import Info, Row
from kaohe.graphql.enums import WorkKind
from kaohe.graphql.fields import listed, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import Date, DateTime
from kaohe.graphql.words import words_of
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.queries import organisation
from kaohe.workflow.queries.substitutions import substitutions_by_id


class Substitution(Node, lookup=substitutions_by_id):
    """代理 · One person acts under another's roles, from one day to another, for some kinds of work."""

    principal = one("Person", organisation.mentioned_by_id, "principal_id")
    substitute = one("Person", organisation.mentioned_by_id, "substitute_id")
    kinds = graphene.Field(listed(WorkKind))
    kinds_label = graphene.Field(listed(graphene.String))
    starts = Date(required=True)
    ends = Date(required=True)
    in_force = graphene.Boolean(required=True)
    reason = graphene.String(required=True)
    granted_by = one("Person", organisation.mentioned_by_id, "granted_by")
    granted_at = DateTime(required=True)
    revoked_by = one("Person", organisation.mentioned_by_id, "revoked_by")
    revoked_at = DateTime()

    @staticmethod
    def resolve_kinds_label(row: Row, _info: Info) -> list[str]:
        return [words_of(kind, "WorkKind")[0] for kind in row["kinds"]]

    @staticmethod
    def resolve_in_force(row: Row, info: Info) -> bool:
        today = info.context.now.astimezone(BUSINESS_ZONE).date()
        return bool(row["revoked_at"] is None and row["starts"] <= today <= row["ends"])

"""Policies (实施细则)."""

import graphene

from kaohe.graphql.base import ObjectType, Row
from kaohe.graphql.fields import label, listed
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import Date, DateTime, Json
from kaohe.workflow.queries import policies


class Grade(ObjectType):
    """等次 · A grade as the policy spells it."""

    key = graphene.String(required=True)
    label = graphene.String(required=True)
    label_en = graphene.String(required=True)
    rank = graphene.Int(required=True)
    limited = graphene.Boolean(required=True)
    public = graphene.Boolean(required=True)


class PolicyVersion(Node, lookup=policies.policies_by_id):
    """实施细则的一个版本 · A version of a policy; immutable once a cycle has used it."""

    key = graphene.String(required=True)
    version = graphene.String(required=True)
    name = graphene.String(required=True)
    status = graphene.String(required=True)
    status_label = label("status")
    effective_from = Date(required=True)
    effective_to = Date()
    source = graphene.String(required=True)
    document = Json(required=True)
    grades = graphene.Field(listed(Grade))
    sha256 = graphene.String(required=True)
    published_at = DateTime(required=True)
    locked = graphene.Boolean(required=True)

    @staticmethod
    def resolve_grades(row: Row, _info: object) -> list[Row]:
        grades: list[Row] = row["document"]["grades"]
        return grades

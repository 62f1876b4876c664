"""Units' own indicators (个性、弹性指标)."""

import graphene

from kaohe.graphql.base import ObjectType
from kaohe.graphql.enums import IndicatorKind
from kaohe.graphql.fields import label, listed, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime, Decimal
from kaohe.workflow.queries import indicators, organisation


class UnitIndicator(ObjectType):
    """指标 · An indicator that a unit has set, with the standard it is judged by."""

    key = graphene.String(required=True)
    label = graphene.String(required=True)
    standard = graphene.String(required=True)
    weight = Decimal()


class IndicatorSet(Node, lookup=indicators.sets_by_id):
    """指标设定 · The indicators of one post category from a period on, or elastic ones of one period (S0-6, S0-7)."""

    policy_key = graphene.String(required=True)
    unit = one("Unit", organisation.units_by_id, "unit_id")
    kind = IndicatorKind(required=True)
    kind_label = label("kind", "IndicatorKind")
    post_category = graphene.String(required=True)
    period = graphene.String(required=True)
    indicators = graphene.Field(listed(UnitIndicator))
    set_by = one("Person", organisation.mentioned_by_id, "set_by")
    set_at = DateTime(required=True)


class UnitIndicators(ObjectType):
    """单位指标一览 · The set that holds for one post category in a cycle; none while it still has to be set."""

    kind = IndicatorKind(required=True)
    kind_label = label("kind", "IndicatorKind")
    post_category = graphene.String(required=True)
    people = graphene.Int(required=True)
    indicator_set = one("IndicatorSet", indicators.sets_by_id, "set_id")


class CaseIndicator(ObjectType):
    """个案指标 · One of the unit's indicators in force for a case, and what the person reached by it so far."""

    kind = IndicatorKind(required=True)
    kind_label = label("kind", "IndicatorKind")
    key = graphene.String(required=True)
    label = graphene.String(required=True)
    standard = graphene.String(required=True)
    weight = Decimal()
    points = Decimal()

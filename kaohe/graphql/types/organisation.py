"""The body, its units, and its working-day calendar (考核主体、单位、工作日)."""

import graphene

from kaohe.graphql.base import ObjectType
from kaohe.graphql.enums import ImportKind
from kaohe.graphql.fields import label, many, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import Date
from kaohe.workflow.queries import cards, organisation


class Body(Node, lookup=organisation.bodies_by_id):
    """考核主体 · The assessing body, whose party committee decides."""

    key = graphene.String(required=True)
    name = graphene.String(required=True)


class Unit(Node, lookup=organisation.units_by_id):
    """单位/科所队 · A unit of the body, or one outside it that assesses some of its people."""

    key = graphene.String(required=True)
    name = graphene.String(required=True)
    parent = one("Unit", organisation.units_by_id, "parent_id")
    outside = graphene.Boolean(required=True)
    unit_class = graphene.String(required=True)
    unit_items = many("UnitItem", cards.items_of_unit)


class CalendarDay(ObjectType):
    """工作日调整 · A date that is, or is not, a working day whatever the published calendar says."""

    day = Date(required=True)
    working = graphene.Boolean(required=True)
    reason = graphene.String(required=True)


class ImportBatch(Node, lookup=organisation.imports_by_id):
    """导入批次 · A file that was imported."""

    kind = ImportKind(required=True)
    kind_label = label("kind")
    file_name = graphene.String(required=True)
    sha256 = graphene.String(required=True)
    rows = graphene.Int(required=True)

"""Places for the limited grade (“好”等次名额)."""

import graphene

from kaohe.graphql.base import ObjectType
from kaohe.graphql.connections import connection_within
from kaohe.graphql.enums import QuotaKind, QuotaScope
from kaohe.graphql.fields import label, listed, one
from kaohe.graphql.scalars import DateTime
from kaohe.workflow.queries import cycles, organisation
from kaohe.workflow.queries.assessments import assessments_by_id
from kaohe.workflow.queries.quota import LEDGER, OF_CYCLE


class QuotaGrant(ObjectType):
    """名额 · Participants and places of one unit, or of the body, in one cycle (S3-23..26)."""

    scope = QuotaScope(required=True)
    scope_label = label("scope")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    participants = graphene.Int(required=True)
    places = graphene.Int(required=True)
    used = graphene.Int(required=True)
    remaining = graphene.Int(required=True)


class QuotaEntry(ObjectType):
    """名额台账记录 · One entry of the ledger; nothing in it is ever changed."""

    policy_key = graphene.String(required=True)
    year = graphene.Int(required=True)
    period = graphene.String(required=True)
    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    scope = QuotaScope(required=True)
    scope_label = label("scope")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    kind = QuotaKind(required=True)
    kind_label = label("kind")
    quantity = graphene.Int(required=True)
    places = graphene.Int()
    assessment = one("Assessment", assessments_by_id, "assessment_id")
    at = DateTime(required=True)


class Quota(ObjectType):
    """周期名额 · The places of a cycle; before the forms are filed, as they would be granted now (S3-33)."""

    frozen = graphene.Boolean(required=True)
    grants = graphene.Field(listed(QuotaGrant))
    ledger = connection_within("QuotaEntry", LEDGER, OF_CYCLE, "cycle_id")

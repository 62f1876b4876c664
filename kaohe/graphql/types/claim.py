"""Bonus claims and evidence (加分申报、佐证材料)."""

import graphene

from kaohe.graphql.base import Info, Row
from kaohe.graphql.enums import ClaimStatus
from kaohe.graphql.fields import label, many, one
from kaohe.graphql.ids import global_id
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime, Decimal
from kaohe.workflow.queries import case_parts, organisation


class Evidence(Node, lookup=case_parts.evidence_by_id):
    """佐证材料 · An uploaded file; its bytes are at `url`, under the same bearer token."""

    file_name = graphene.String(required=True)
    media_type = graphene.String(required=True)
    size = graphene.Int(required=True)
    sha256 = graphene.String(required=True)
    uploaded_at = DateTime(required=True)
    url = graphene.String(required=True)

    @staticmethod
    def resolve_url(row: Row, _info: Info) -> str:
        return f"/evidence/{global_id('Evidence', row['id'])}"


class BonusClaim(Node, lookup=case_parts.claims_by_id):
    """加分申报 · Points that the person claims; the unit checks, the office audits (S3-20)."""

    standard = graphene.String(required=True)
    matter = graphene.String(required=True)
    points = Decimal(required=True)
    status = ClaimStatus(required=True)
    status_label = label("status", "ClaimStatus")
    checked_by = one("Person", organisation.mentioned_by_id, "checked_by")
    audited_by = one("Person", organisation.mentioned_by_id, "audited_by")
    remark = graphene.String(required=True)
    evidence = many("Evidence", case_parts.evidence_of_claim)

"""Result lists sent for outside approval (报批名单、核准)."""

import graphene

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.fields import listed, many, one
from kaohe.graphql.ids import global_id
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime
from kaohe.graphql.types.grades import labelled, policy_of_row
from kaohe.workflow.queries import cycles, decisions, organisation
from kaohe.workflow.queries.assessments import assessments_by_id


class ResultListItem(ObjectType):
    """名单中的一人 · One person on a list, in the round it then was."""

    assessment = one("Assessment", assessments_by_id, "assessment_id")
    person = one("Person", organisation.mentioned_by_id, "person_id")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    round = graphene.Int(required=True)
    grade = graphene.String()
    grade_label = labelled("grade")


class OutsideApproval(ObjectType):
    """核准意见 · One approver's answer to one list."""

    approver = graphene.String(required=True)
    approver_label = graphene.String(required=True)
    filing = graphene.Boolean(required=True)
    letter = graphene.String(required=True)
    refused_ids = graphene.Field(listed(graphene.ID))
    reason = graphene.String(required=True)
    answered_by = one("Person", organisation.mentioned_by_id, "answered_by")
    in_place_of = one("Person", organisation.mentioned_by_id, "in_place_of")
    answered_at = DateTime(required=True)

    @staticmethod
    async def resolve_approver_label(row: Row, info: Info) -> str:
        approvers = (await policy_of_row(row, info)).appeal.outside_approvals
        return next((one.label for one in approvers if one.key == row["approver"]), row["approver"])

    @staticmethod
    async def resolve_filing(row: Row, info: Info) -> bool:
        approvers = (await policy_of_row(row, info)).appeal.outside_approvals
        return any(one.filing for one in approvers if one.key == row["approver"])

    @staticmethod
    def resolve_refused_ids(row: Row, _info: Info) -> list[str]:
        return [global_id("Assessment", one) for one in row["refused"]]


class ResultList(Node, lookup=decisions.result_lists_by_id):
    """报批名单 · A numbered list; corrections go as a supplementary one (S3-8, S3-40)."""

    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    number = graphene.Int(required=True)
    supplements = one("ResultList", decisions.result_lists_by_id, "supplements")
    submitted_at = DateTime(required=True)
    submitted_by = one("Person", organisation.mentioned_by_id, "submitted_by")
    in_place_of = one("Person", organisation.mentioned_by_id, "in_place_of")
    items = many("ResultListItem", decisions.items_of_result_list)
    approvals = many("OutsideApproval", decisions.approvals_of)

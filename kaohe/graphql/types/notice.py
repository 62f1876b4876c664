"""Notices (公示)."""

import graphene

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.fields import listed, one
from kaohe.graphql.ids import global_id
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime
from kaohe.graphql.types.grades import grade_label, policy_of_row
from kaohe.workflow.queries import cycles, decisions


class NoticeEntry(ObjectType):
    """公示条目 · One person on a notice; only grades that the policy makes public are listed."""

    assessment_id = graphene.ID(required=True)
    name = graphene.String(required=True)
    unit = graphene.String(required=True)
    post = graphene.String(required=True)
    grade = graphene.String()
    grade_label = graphene.String()


class Notice(Node, lookup=decisions.notices_by_id):
    """公示 · A session's notice as it was published, for everybody of the body."""

    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    number = graphene.Int(required=True)
    form = graphene.String(required=True)
    entries = graphene.Field(listed(NoticeEntry))
    published_at = DateTime(required=True)
    closes_at = DateTime(required=True)
    objections_until = DateTime(required=True)
    provisional = graphene.Boolean(required=True)
    amended_at = DateTime()

    @staticmethod
    async def resolve_entries(row: Row, info: Info) -> list[Row]:
        policy = await policy_of_row(row, info)
        return [
            {
                **entry,
                "assessment_id": global_id("Assessment", entry["assessment_id"]),
                "grade_label": grade_label(policy, entry["grade"]) if entry["grade"] else None,
            }
            for entry in row["content"]
        ]

"""Sessions of the party committee (党委会)."""

import asyncio
from collections.abc import Sequence
from typing import Any

import graphene

from kaohe.graphql.base import Info, ObjectType, Row, named
from kaohe.graphql.enums import DecisionKind
from kaohe.graphql.fields import label, listed, many, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime
from kaohe.graphql.types.grades import labelled
from kaohe.workflow.queries import cycles, decisions, organisation
from kaohe.workflow.queries.assessments import assessments_by_id


async def _people(info: Info, ids: Sequence[int]) -> list[Any]:
    found = await asyncio.gather(*(info.context.load(organisation.mentioned_by_id, one) for one in ids))
    return [person for person in found if person is not None]


class DecisionItem(ObjectType):
    """一人一项决定 · What a session decided on one person."""

    assessment = one("Assessment", assessments_by_id, "assessment_id")
    round = graphene.Int(required=True)
    kind = DecisionKind(required=True)
    kind_label = label("kind", "DecisionKind")
    suggested_grade = graphene.String()
    suggested_grade_label = labelled("suggested_grade")
    grade = graphene.String()
    grade_label = labelled("grade")
    reason = graphene.String(required=True)
    recused = graphene.Field(listed(named("Person")))

    @staticmethod
    async def resolve_recused(row: Row, info: Info) -> list[Any]:
        return await _people(info, row["recused"])


class DecisionSession(Node, lookup=decisions.sessions_by_id):
    """党委会 · A session: who sat, what was decided, the minutes."""

    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    number = graphene.Int(required=True)
    supplementary = graphene.Boolean(required=True)
    held_at = DateTime(required=True)
    attendees = graphene.Field(listed(named("Person")))
    member_count = graphene.Field(graphene.NonNull(graphene.Int), resolver=lambda row, _info: row["members"])
    minutes = graphene.String(required=True)
    recorded_by = one("Person", organisation.mentioned_by_id, "recorded_by")
    in_place_of = one("Person", organisation.mentioned_by_id, "in_place_of")
    items = many("DecisionItem", decisions.items_of_session)

    @staticmethod
    async def resolve_attendees(row: Row, info: Info) -> list[Any]:
        return await _people(info, row["attendees"])

"""Ballot boxes (票箱) and ballot papers (选票). No field of these tells a score, or who has cast."""

from collections.abc import Awaitable
from typing import Any

import graphene

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.connections import connection_within
from kaohe.graphql.enums import BoxState, Standing
from kaohe.graphql.fields import label, listed, many, one
from kaohe.graphql.ids import global_id
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime, Decimal
from kaohe.graphql.types.action import actions
from kaohe.graphql.types.grades import policy_of_row
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.queries import ballots, cycles, organisation
from kaohe.workflow.queries.history import HISTORY, within


class ExternalRater(ObjectType):
    """外部评分人 · Somebody from outside a small unit, proposed by it and approved by the one above."""

    person = one("Person", organisation.mentioned_by_id, "person_id")
    reason = graphene.String(required=True)


class BallotBox(Node, lookup=ballots.boxes_by_id):
    """票箱 · One unit's people under one ballot of the policy. Numbers are for the office and the unit's leaders."""

    version = graphene.Int(required=True)
    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    key = graphene.String(required=True)
    state = BoxState(required=True)
    state_label = label("state")
    label = graphene.String(required=True)

    headcount = graphene.Int()
    raters = graphene.Int()
    cast_ballots = graphene.Int()
    due_at = DateTime()
    opened_at = DateTime()
    closed_at = DateTime()
    counted_at = DateTime()
    proposed_by = one("Person", organisation.mentioned_by_id, "proposed_by")
    approved_by = one("Person", organisation.mentioned_by_id, "approved_by")
    external_raters = many("ExternalRater", ballots.external_raters_of)
    history = connection_within("History", HISTORY, within("ballot_box"))
    available_actions = actions(Subject.BALLOT_BOX)

    @staticmethod
    async def resolve_label(row: Row, info: Info) -> str:
        return (await policy_of_row(row, info)).ballots.box(row["key"]).label


class Ratee(ObjectType):
    """被评人 · Somebody whom the viewer rates: post and summary are what the rating rests on."""

    assessment_id = graphene.Field(
        graphene.NonNull(graphene.ID), resolver=lambda row, _info: global_id("Assessment", row["id"])
    )
    person_id = graphene.Field(
        graphene.NonNull(graphene.ID), resolver=lambda row, _info: global_id("Person", row["person_id"])
    )
    name = graphene.String(required=True)
    post = graphene.String(required=True)
    rank = graphene.String(required=True)
    standing = Standing(required=True)
    standing_label = label("standing", "Standing")
    summary = graphene.String()


class BallotPaper(ObjectType):
    """选票 · An open box in which the viewer rates, its rules, and whom he rates. What he enters stays with him until it is
    cast."""

    box_id = graphene.Field(
        graphene.NonNull(graphene.ID), resolver=lambda row, _info: global_id("BallotBox", row["box_id"])
    )
    label = graphene.String(required=True)
    unit = one("Unit", organisation.units_by_id, "unit_id")
    due_at = DateTime(required=True)
    has_cast = graphene.Boolean(required=True)
    lowest = Decimal(required=True)
    highest = Decimal(required=True)
    step = Decimal(required=True)
    high_from = Decimal(required=True)
    most_high = graphene.Int(required=True)
    ratees = graphene.Field(listed(Ratee))


def papers_of(_viewer: Row, info: Info) -> Awaitable[list[Any]]:
    """The viewer's ballot papers."""
    return info.context.read(ballots.my_ballots)

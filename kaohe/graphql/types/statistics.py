"""Statistics (统计)."""

from typing import Any

import graphene

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.fields import listed, one
from kaohe.graphql.scalars import Decimal
from kaohe.graphql.types.grades import grade_label, policy_of_row
from kaohe.graphql.words import words_of
from kaohe.workflow.queries import organisation, statistics


class ScoreSpread(ObjectType):
    """人数与得分 · How many people, and their highest, lowest and mean score."""

    count = graphene.Int(required=True)
    highest = Decimal()
    lowest = Decimal()
    mean = Decimal()


class Bucket(ObjectType):
    """一类人员 · The people who share a value."""

    value = graphene.String(required=True)
    label = graphene.String(required=True)
    count = graphene.Int(required=True)
    highest = Decimal()
    lowest = Decimal()
    mean = Decimal()


class UnitBucket(ObjectType):
    """一个单位的人员 · The people of one unit."""

    unit = one("Unit", organisation.units_by_id, "value")
    count = graphene.Int(required=True)
    highest = Decimal()
    lowest = Decimal()
    mean = Decimal()


def _buckets(dimension: str, enum: str = "") -> Any:
    def resolve(row: Row, _info: Info) -> list[Row]:
        return [{**one, "label": words_of(one["value"], enum)[0]} for one in row[dimension]]

    return graphene.Field(listed(Bucket), resolver=resolve)


class Participation(ObjectType):
    """参与情况 · Who took part, in numbers; ballots of boxes whose numbers the viewer may see."""

    people = graphene.Int(required=True)
    summaries = graphene.Int(required=True)
    records = graphene.Int(required=True)
    recorders = graphene.Int(required=True)
    raters = graphene.Int(required=True)
    cast_ballots = graphene.Int(required=True)


class Statistics(ObjectType):
    """周期统计 · Counts and scores over the cases of a cycle that the viewer may see, excluded people left out."""

    overall = graphene.Field(ScoreSpread, required=True)
    by_stage = _buckets("state")
    by_grade = graphene.Field(listed(Bucket))
    by_outcome = _buckets("outcome", "Outcome")
    by_summary = _buckets("summary")
    by_rank = _buckets("rank")
    by_unit = graphene.Field(listed(UnitBucket), resolver=lambda row, _info: row["unit_id"])
    by_unit_class = graphene.Field(listed(Bucket))
    participation = graphene.Field(Participation, required=True)

    @staticmethod
    async def resolve_by_grade(row: Row, info: Info) -> list[Row]:
        policy = await policy_of_row(row, info)
        return [{**one, "label": grade_label(policy, one["value"])} for one in row["grade"]]

    @staticmethod
    async def resolve_by_unit_class(row: Row, info: Info) -> list[Row]:
        labels = {one.key: one.label for one in (await policy_of_row(row, info)).unit_classes}
        return [{**one, "label": labels[one["value"]]} for one in row["unit_class"]]

    @staticmethod
    async def resolve_participation(row: Row, info: Info) -> Row:
        return await info.context.read(statistics.participation_of, row["cycle_id"])

"""How a unit's raters scored (评分诊断), for the office. No figure is of fewer than three people or twelve scores."""

from typing import Any

import graphene

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.fields import one, share
from kaohe.graphql.ids_in import ids_in
from kaohe.graphql.scalars import Decimal
from kaohe.graphql.types.grades import policy_of_row
from kaohe.workflow.diagnostics import rater_diagnostics
from kaohe.workflow.queries import organisation
from kaohe.workflow.queries.cycles import cycles_by_id


class RaterDiagnosis(ObjectType):
    """一个单位的评分诊断 · How the raters of one unit scored, as a whole. Scores that were merged enter no figure."""

    unit = one("Unit", organisation.units_by_id, "unit_id")
    key = graphene.String(required=True)
    label = graphene.String(required=True)
    raters = graphene.Int(required=True)
    cast_ballots = graphene.Int()
    turnout = share("turnout")
    too_few = graphene.Boolean(required=True)
    mean = Decimal()
    leniency = Decimal()
    spread = Decimal()
    agreement = Decimal()
    high_share = Decimal()
    lowest_share = Decimal()
    highest_share = Decimal()

    @staticmethod
    async def resolve_label(row: Row, info: Info) -> str:
        return (await policy_of_row(row, info)).ballots.box(row["key"]).label


async def _read(_root: None, info: Info, cycle_id: str) -> Any:
    number = ids_in({"cycle_id": cycle_id}, cycle_id="Cycle")["cycle_id"]
    if await info.context.load(cycles_by_id, number) is None:
        return None
    return await info.context.read(rater_diagnostics, number)


def rater_diagnostics_field() -> Any:
    """The counted boxes of a cycle; null for whoever is not the office, and where there is no such cycle."""
    return graphene.Field(
        graphene.List(graphene.NonNull(RaterDiagnosis)), cycle_id=graphene.ID(required=True), resolver=_read
    )

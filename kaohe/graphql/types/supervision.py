"""Inspections and findings (抽查走访、督导问题), units' standing (单位年度评价), the reserve pool (后备库)."""

from typing import Any

import graphene

from kaohe.graphql import enums
from kaohe.graphql.base import Info, ObjectType
from kaohe.graphql.connections import connection_within
from kaohe.graphql.fields import label, listed, many, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import Date, DateTime, Decimal
from kaohe.graphql.types.action import actions
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.queries import cycles, organisation, supervision, unit_shares
from kaohe.workflow.queries.history import HISTORY, within


class Inspection(Node, lookup=supervision.inspections_by_id):
    """抽查走访 · A spot check of a unit or a visit to it, with what was found (S0-26)."""

    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    kind = enums.InspectionKind(required=True)
    kind_label = label("kind")
    held_on = Date(required=True)
    inspectors = graphene.Field(listed(graphene.String))
    looked_at = graphene.String(required=True)
    note = graphene.String(required=True)
    recorded_by = one("Person", organisation.mentioned_by_id, "recorded_by")
    in_place_of = one("Person", organisation.mentioned_by_id, "in_place_of")
    recorded_at = DateTime(required=True)
    findings = many("Finding", supervision.findings_of_inspection)


class Finding(Node, lookup=supervision.findings_by_id):
    """督导问题 · Good practice, a difficulty or a gap that was found at a unit, and how it is followed up (S0-27)."""

    version = graphene.Int(required=True)
    inspection = one("Inspection", supervision.inspections_by_id, "inspection_id")
    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    kind = enums.FindingKind(required=True)
    kind_label = label("kind", "FindingKind")
    text = graphene.String(required=True)
    wanted = graphene.String(required=True)
    state = enums.FindingState(required=True)
    state_label = label("state")
    issuer_key = graphene.String(required=True)
    asked_at = DateTime(required=True)
    due_at = DateTime()
    reply = graphene.String(required=True)
    replied_by = one("Person", organisation.mentioned_by_id, "replied_by")
    replied_at = DateTime()
    conclusion = graphene.String(required=True)
    closed_at = DateTime()
    history = connection_within("History", HISTORY, within("finding"))
    available_actions = actions(Subject.FINDING)


class UnitStanding(Node, lookup=unit_shares.standings_by_id):
    """单位年度评价 · The office's word on how a unit did as a whole in a year (S0-28)."""

    policy_key = graphene.String(required=True)
    unit = one("Unit", organisation.units_by_id, "unit_id")
    year = graphene.Int(required=True)
    standing = enums.UnitYearStanding(required=True)
    standing_label = label("standing")
    reason = graphene.String(required=True)
    recorded_by = one("Person", organisation.mentioned_by_id, "recorded_by")
    recorded_at = DateTime(required=True)


class FindingCount(ObjectType):
    """某类督导问题的件数 · How many findings of a kind are in a state."""

    kind = enums.FindingKind(required=True)
    kind_label = label("kind", "FindingKind")
    state = enums.FindingState(required=True)
    state_label = label("state")
    count = graphene.Int(required=True)


class UnitShare(ObjectType):
    """单位年度优秀比例 · A unit's annual share of the best grade, between 0 and 1, and what bears on it (S0-28)."""

    unit = one("Unit", organisation.units_by_id, "unit_id")
    findings = graphene.Field(listed(FindingCount))
    standing = enums.UnitYearStanding(required=True)
    standing_label = label("standing")
    reason = graphene.String()
    recorded_by = one("Person", organisation.mentioned_by_id, "recorded_by")
    recorded_at = DateTime()
    share = Decimal(required=True)


class ReserveEntry(Node, lookup=supervision.reserve_by_id):
    """后备库记录 · A person's time in the reserve pool of outstanding young cadres (S0-31)."""

    person = one("Person", organisation.mentioned_by_id, "person_id")
    entered_on = Date(required=True)
    reason = graphene.String(required=True)
    entered_by = one("Person", organisation.mentioned_by_id, "entered_by")
    left_on = Date()
    left_reason = graphene.String(required=True)
    left_by = one("Person", organisation.mentioned_by_id, "left_by")


async def _shares(_root: None, info: Info, policy_key: str, year: int) -> Any:
    if not _FIRST <= year <= _LAST:
        return None
    return await info.context.read(unit_shares.unit_shares, policy_key, year)


#: The years that a date can have.
_FIRST, _LAST = 1, 9999


def unit_shares_field() -> Any:
    """The units' shares by one scheme in one year; null where the scheme had no version then."""
    return graphene.Field(
        graphene.List(graphene.NonNull(UnitShare)),
        policy_key=graphene.String(required=True),
        year=graphene.Int(required=True),
        resolver=_shares,
    )

"""Cycles (考核周期)."""

from collections.abc import Awaitable

import graphene

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.connections import connection_within
from kaohe.graphql.enums import CycleStage, Stage
from kaohe.graphql.fields import label, many, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import Date, DateTime
from kaohe.graphql.types.action import actions
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.queries import cards, cycles, decisions, organisation, policies, quota
from kaohe.workflow.queries.history import HISTORY, within
from kaohe.workflow.queries.overdue import overdue_counts_of


class StageTerm(ObjectType):
    """环节时限 · When a cycle entered and left a stage, and when the stage is due."""

    stage = Stage(required=True)
    stage_label = label("stage")
    due_at = DateTime(required=True)
    provisional = graphene.Boolean(required=True)
    entered_at = DateTime()
    left_at = DateTime()
    extended_to = DateTime()
    extension_reason = graphene.String(required=True)


class StageCount(ObjectType):
    """进度 · How many of one unit's people are in one stage."""

    unit = one("Unit", organisation.units_by_id, "unit_id")
    stage = graphene.Field(graphene.NonNull(Stage), resolver=lambda row, _info: row["state"])
    stage_label = label("state")
    count = graphene.Int(required=True)


class Cycle(Node, lookup=cycles.cycles_by_id):
    """考核周期 · A cycle; its stage is that of its last person, and never goes back."""

    version = graphene.Int(required=True)
    title = graphene.String(required=True)
    kind = graphene.String(required=True)
    policy = one("PolicyVersion", policies.policies_by_id, "policy_version_id")
    year = graphene.Int(required=True)
    period = graphene.String(required=True)
    period_start = Date(required=True)
    period_end = Date(required=True)
    stage = graphene.Field(graphene.NonNull(CycleStage), resolver=lambda row, _info: row["state"])
    stage_label = label("state")
    opened_at = DateTime()
    suspended_at = DateTime()
    suspended = graphene.Boolean(required=True)
    frozen_at = DateTime()
    stage_terms = many("StageTerm", cycles.stage_terms_of)
    progress = many("StageCount", cycles.progress_of)
    quota = one("Quota", quota.quotas_of, "id")
    overdue_count = graphene.Int(required=True)
    sessions = many("DecisionSession", decisions.sessions_of_cycle)
    result_lists = many("ResultList", decisions.result_lists_of_cycle)
    unit_cards = many("UnitCards", cards.figures_of_units)
    unit_items = many("UnitItem", cards.items_of_cycle)
    history = connection_within("History", HISTORY, within("cycle"))
    available_actions = actions(Subject.CYCLE)

    @staticmethod
    def resolve_suspended(row: Row, _info: Info) -> bool:
        return row["suspended_at"] is not None

    @staticmethod
    def resolve_overdue_count(row: Row, info: Info) -> Awaitable[int]:
        return info.context.load(overdue_counts_of, (row["id"], info.context.now))

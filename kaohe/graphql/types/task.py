"""Tasks (待办)."""

from collections.abc import Awaitable
from typing import Any

import graphene

from kaohe.graphql.base import Info, Row, named
from kaohe.graphql.enums import Subject
from kaohe.graphql.fields import label, listed, one
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import DateTime
from kaohe.graphql.types.action import AvailableAction, load_actions
from kaohe.graphql.types.subject import about, subject_id
from kaohe.workflow.domain.charts import CHARTS
from kaohe.workflow.queries import cycles, decisions, organisation, supervision, tasks
from kaohe.workflow.queries.assessments import assessments_by_id
from kaohe.workflow.queries.ballots import boxes_by_id


class Task(Node, lookup=tasks.tasks_by_id):
    """待办 · What one person or role has to do now."""

    kind = graphene.String(required=True)
    kind_label = label("kind")
    assignee_key = graphene.String(required=True)
    subject = Subject(required=True)
    subject_label = label("subject")
    subject_id = subject_id()
    assessment = about("assessment", "Assessment", assessments_by_id)
    unit_list = about("unit_list", "UnitList", decisions.unit_lists_by_id)
    objection = about("objection", "Objection", decisions.objections_by_id)
    result_list = about("result_list", "ResultList", decisions.result_lists_by_id)
    ballot_box = about("ballot_box", "BallotBox", boxes_by_id)
    finding = about("finding", "Finding", supervision.findings_by_id)
    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    person = one("Person", organisation.mentioned_by_id, "person_id")
    in_place_of = graphene.Field(named("Person"))
    due_at = DateTime(required=True)
    overdue = graphene.Boolean(required=True)
    opened_at = DateTime(required=True)
    available_actions = graphene.Field(listed(AvailableAction))

    @staticmethod
    def resolve_in_place_of(row: Row, info: Info) -> Awaitable[Any] | None:
        principal = tasks.principal_of(info.context.actor, row)
        return None if principal is None else info.context.load(organisation.mentioned_by_id, principal)

    @staticmethod
    def resolve_overdue(row: Row, info: Info) -> bool:
        return bool(row["due_at"] < info.context.now)

    @staticmethod
    def resolve_available_actions(row: Row, info: Info) -> Awaitable[Any] | list[Any]:
        if row["subject"] not in CHARTS:  # a result list is answered, it has no chart
            return []
        return load_actions(info, row["subject"], row["subject_id"])

"""What is overdue (逾期清单)."""

import graphene

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.connections import Connected
from kaohe.graphql.enums import Role, Stage, Subject
from kaohe.graphql.fields import label, listed, one
from kaohe.graphql.ids import global_id
from kaohe.graphql.ids_in import ids_in
from kaohe.graphql.scalars import DateTime
from kaohe.graphql.types.grades import policy_of_row
from kaohe.graphql.types.subject import subject_id
from kaohe.graphql.words import words_of
from kaohe.workflow.domain.lateness import working_days_late
from kaohe.workflow.queries import cycles, organisation
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.organisation import calendars_of
from kaohe.workflow.queries.overdue import overdue_count, overdue_page, told_at


class OverdueItem(ObjectType):
    """逾期事项 · An open task whose time is over: who has it, since when, and how far up it has been reported."""

    task_id = graphene.Field(graphene.NonNull(graphene.ID), resolver=lambda row, _info: global_id("Task", row["id"]))
    kind = graphene.String(required=True)
    kind_label = label("kind")
    assignee_key = graphene.String(required=True)
    role = Role(required=True)
    role_label = label("role")
    holders = graphene.Field(listed(graphene.String))
    vacant = graphene.Boolean(required=True)
    subject = Subject(required=True)
    subject_label = label("subject")
    subject_id = subject_id()
    stage = Stage(required=True)
    stage_label = label("stage")
    cycle = one("Cycle", cycles.cycles_by_id, "cycle_id")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    person = one("Person", organisation.mentioned_by_id, "person_id")
    due_at = DateTime(required=True)
    working_days_late = graphene.Int(required=True)
    reported_level = graphene.Int()
    reported_to = Role()
    reported_to_label = graphene.String()
    reported_at = DateTime()

    @staticmethod
    async def resolve_working_days_late(row: Row, info: Info) -> int:
        calendar = await info.context.load(calendars_of, info.context.actor.body_id)
        return working_days_late(row["due_at"], info.context.now, calendar)

    @staticmethod
    async def resolve_reported_to(row: Row, info: Info) -> str | None:
        return told_at(row, await policy_of_row(row, info))

    @staticmethod
    async def resolve_reported_to_label(row: Row, info: Info) -> str | None:
        role = told_at(row, await policy_of_row(row, info))
        return role and words_of(role)[0]


async def resolve_overdue(
    _root: None,
    info: Info,
    first: int | None = None,
    after: str | None = None,
    **given: object,
) -> Connected:
    """A page of what is overdue now, within what the viewer may see."""
    window, now = Window.of(first, after), info.context.now
    filters: Row = {
        name: getattr(value, "value", value) for name, value in ids_in(given, cycle_id="Cycle", unit_id="Unit").items()
    }
    found = await info.context.read(overdue_page, now, filters, window)
    return Connected(found, window, lambda: info.context.read(overdue_count, now, filters))

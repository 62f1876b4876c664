"""The viewer: who is signed in, and what is on his desk."""

from datetime import datetime
from typing import Any

import graphene

from kaohe.graphql.base import Info, ObjectType, Row, named
from kaohe.graphql.connections import Connected, connection, connection_field
from kaohe.graphql.enums import Role
from kaohe.graphql.fields import label, listed, one
from kaohe.graphql.ids_in import ids_in
from kaohe.graphql.scalars import DateTime
from kaohe.graphql.types.ballot_box import papers_of
from kaohe.workflow.domain.roles import Role as DomainRole
from kaohe.workflow.domain.roles import parts_of
from kaohe.workflow.queries import organisation
from kaohe.workflow.queries.assessments import ASSESSMENTS
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.notifications import notifications_count, notifications_page
from kaohe.workflow.queries.tasks import pending_count, pending_page


class HeldRole(ObjectType):
    """所任角色 · A role that the viewer holds, at a unit, for an outside approver, or at the body."""

    role = Role(required=True)
    role_label = label("role")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    scope = graphene.String()


async def _pending(
    _viewer: Row,
    info: Info,
    first: int | None = None,
    after: str | None = None,
    overdue: bool | None = None,
    due_before: datetime | None = None,
    kind: str | None = None,
    **ids: Any,
) -> Connected:
    window = Window.of(first, after)
    filters = {"kind": kind, "due_before": due_before, **ids_in(ids, cycle_id="Cycle")}
    if overdue is not None:
        filters["overdue_at" if overdue else "in_time_at"] = info.context.now
    found = await info.context.read(pending_page, filters, window)
    return Connected(found, window, lambda: info.context.read(pending_count, filters))


async def _notified(
    _viewer: Row, info: Info, first: int | None = None, after: str | None = None, **filters: Any
) -> Connected:
    window = Window.of(first, after)
    found = await info.context.read(notifications_page, filters, window)
    return Connected(found, window, lambda: info.context.read(notifications_count, filters))


class Viewer(ObjectType):
    """当前用户 · Who is signed in."""

    me = one("Person", organisation.mentioned_by_id, "person_id")
    body = one("Body", organisation.bodies_by_id, "body_id")
    roles = graphene.Field(listed(HeldRole))
    pending_tasks = connection_field(
        "Task",
        _pending,
        kind=graphene.String(),
        cycle_id=graphene.ID(),
        due_before=DateTime(),
        overdue=graphene.Boolean(),
    )
    notifications = connection_field("Notification", _notified, unread=graphene.Boolean())
    my_ballots = graphene.Field(listed(named("BallotPaper")), resolver=papers_of)
    my_assessments = connection(
        "Assessment",
        ASSESSMENTS,
        lambda row, _info: [("a.person_id = :own_person", {"own_person": row["person_id"]})],
    )

    @staticmethod
    def resolve_roles(_viewer: Row, info: Info) -> list[Row]:
        held = (parts_of(key) for key in sorted(info.context.actor.keys))
        return [
            {
                "role": str(role),
                "unit_id": int(at) if at is not None and at.isdigit() else None,
                "scope": None if at is None or at.isdigit() else at,
            }
            for role, at in held
            if role is not DomainRole.PERSON
        ]

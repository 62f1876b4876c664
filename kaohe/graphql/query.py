"""The root of all reading."""

from collections.abc import Mapping
from typing import Any

import graphene

from kaohe.graphql import enums
from kaohe.graphql.base import Info, ObjectType, Row, named
from kaohe.graphql.connections import connection, connection_field
from kaohe.graphql.fields import listed
from kaohe.graphql.ids_in import ids_in
from kaohe.graphql.node import NodeInterface, resolve_node
from kaohe.graphql.scalars import Date, DateTime
from kaohe.graphql.types.history import history_of
from kaohe.graphql.types.overdue import resolve_overdue
from kaohe.workflow.queries import (
    assessments,
    cycles,
    decisions,
    deliveries,
    history,
    organisation,
    policies,
    quota,
    reading,
    statistics,
    substitutions,
)
from kaohe.workflow.queries.reading import Predicate, View

_ID = graphene.ID


def _list_of(kind: str, view: View, filters: Mapping[str, str], ids: Mapping[str, str], /, **arguments: Any) -> Any:
    """A connection with filters; `ids` names the type of each argument that is a global id."""

    def where(_root: None, _info: Info, **given: Any) -> list[Predicate]:
        values = {name: getattr(value, "value", value) for name, value in ids_in(given, **ids).items()}
        return reading.given(filters, values)

    return connection(kind, view, where, **{name: _ID() for name in ids}, **arguments)


class Query(ObjectType):
    """查询 · Everything that can be read, each within what the viewer may see."""

    viewer = graphene.Field(graphene.NonNull(named("Viewer")))
    node = graphene.Field(NodeInterface, id=_ID(required=True), resolver=resolve_node)
    cycles = _list_of(
        "Cycle",
        cycles.CYCLES,
        cycles.FILTERS,
        {},
        year=graphene.Int(),
        stage=enums.CycleStage(),
        policy_key=graphene.String(),
    )
    assessments = _list_of(
        "Assessment",
        assessments.ASSESSMENTS,
        assessments.FILTERS,
        {"cycle_id": "Cycle", "unit_id": "Unit", "person_id": "Person"},
        stage=enums.Stage(),
        grade=graphene.String(),
        outcome=enums.Outcome(),
    )
    unit_lists = _list_of(
        "UnitList",
        decisions.UNIT_LISTS,
        decisions.UNIT_LIST_FILTERS,
        {"cycle_id": "Cycle", "unit_id": "Unit"},
        state=enums.ListState(),
    )
    notices = _list_of("Notice", decisions.NOTICES, decisions.NOTICE_FILTERS, {"cycle_id": "Cycle"}, open_at=DateTime())
    objections = _list_of(
        "Objection",
        decisions.OBJECTIONS,
        decisions.OBJECTION_FILTERS,
        {"cycle_id": "Cycle", "assessment_id": "Assessment"},
        state=enums.ObjectionState(),
    )
    persons = _list_of(
        "Person",
        organisation.PERSONS,
        organisation.PERSON_FILTERS,
        {"unit_id": "Unit"},
        active=graphene.Boolean(),
        role=enums.Role(),
        search=graphene.String(),
    )
    substitutions = _list_of(
        "Substitution",
        substitutions.SUBSTITUTIONS,
        substitutions.FILTERS,
        {"person_id": "Person"},
        active_on=Date(),
    )
    units = graphene.Field(listed(named("Unit")))
    policies = _list_of("PolicyVersion", policies.POLICIES, policies.FILTERS, {}, key=graphene.String())
    deadlines = _list_of(
        "Deadline",
        history.DEADLINES,
        history.DEADLINE_FILTERS,
        {"cycle_id": "Cycle"},
        subject=enums.Subject(),
        kind=enums.DeadlineKind(),
        due_before=DateTime(),
        pending=graphene.Boolean(),
    )
    overdue = connection_field(
        "OverdueItem",
        resolve_overdue,
        cycle_id=_ID(),
        unit_id=_ID(),
        stage=enums.Stage(),
        kind=graphene.String(),
    )
    quota_ledger = _list_of(
        "QuotaEntry",
        quota.LEDGER,
        quota.LEDGER_FILTERS,
        {"cycle_id": "Cycle", "unit_id": "Unit"},
        policy_key=graphene.String(),
        year=graphene.Int(),
    )
    deliveries = _list_of(
        "Delivery",
        deliveries.DELIVERIES,
        deliveries.FILTERS,
        {},
        state=enums.DeliveryState(),
        channel=graphene.String(),
    )
    imports = _list_of("ImportBatch", organisation.IMPORTS, {}, {})
    calendar = graphene.Field(listed(named("CalendarDay")))
    statistics = graphene.Field(named("Statistics"), cycle_id=_ID(required=True))
    history = connection_field("History", history_of, subject_id=_ID(required=True))

    @staticmethod
    def resolve_viewer(_root: None, info: Info) -> Row:
        actor = info.context.actor
        return {"person_id": actor.person_id, "body_id": actor.body_id}

    @staticmethod
    async def resolve_units(_root: None, info: Info) -> list[Row]:
        return list(await info.context.read(reading.rows, organisation.UNITS, []))

    @staticmethod
    async def resolve_calendar(_root: None, info: Info) -> list[Row]:
        return list(await info.context.read(reading.rows, organisation.CALENDAR, []))

    @staticmethod
    async def resolve_statistics(_root: None, info: Info, cycle_id: str) -> Row | None:
        number = ids_in({"cycle_id": cycle_id}, cycle_id="Cycle")["cycle_id"]
        if await info.context.load(cycles.cycles_by_id, number) is None:
            return None
        return {"cycle_id": number, **await info.context.read(statistics.statistics_of, number)}

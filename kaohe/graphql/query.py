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
from kaohe.graphql.types.diagnostics import rater_diagnostics_field
from kaohe.graphql.types.history import history_of
from kaohe.graphql.types.overdue import resolve_overdue
from kaohe.graphql.types.person_file import person_file_field
from kaohe.graphql.types.record import resolve_recording_rates
from kaohe.graphql.types.supervision import unit_shares_field
from kaohe.graphql.types.what_if import what_if_field
from kaohe.workflow.queries import (
    assessments,
    ballots,
    cards,
    cycles,
    decisions,
    deliveries,
    history,
    indicators,
    merits,
    organisation,
    policies,
    quota,
    reading,
    records,
    statistics,
    substitutions,
    supervision,
)
from kaohe.workflow.queries.assessments import FILTERS as CASE_FILTERS
from kaohe.workflow.queries.assessments import FINAL_RESULTS
from kaohe.workflow.queries.reading import Filters, Predicate, View

_ID = graphene.ID


def _list_of(kind: str, view: View, filters: Filters, ids: Mapping[str, str], /, **arguments: Any) -> Any:
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
    merits = _list_of(
        "MeritEvent", merits.MERITS, merits.FILTERS, {"person_id": "Person"}, policy_key=graphene.String()
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
    card_batches = _list_of(
        "CardBatch",
        cards.BATCHES,
        cards.FILTERS,
        {"cycle_id": "Cycle", "unit_id": "Unit", "assessment_id": "Assessment"},
    )
    units = graphene.Field(listed(named("Unit")))
    indicator_sets = graphene.Field(
        graphene.List(graphene.NonNull(named("UnitIndicators"))),
        unit_id=_ID(required=True),
        cycle_id=_ID(required=True),
    )
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
    ballot_boxes = _list_of(
        "BallotBox",
        ballots.BOXES,
        ballots.FILTERS,
        {"cycle_id": "Cycle", "unit_id": "Unit"},
        state=enums.BoxState(),
    )
    inspections = _list_of(
        "Inspection",
        supervision.INSPECTIONS,
        supervision.INSPECTION_FILTERS,
        {"cycle_id": "Cycle", "unit_id": "Unit"},
    )
    findings = _list_of(
        "Finding",
        supervision.FINDINGS,
        supervision.FINDING_FILTERS,
        {"cycle_id": "Cycle", "unit_id": "Unit"},
        state=enums.FindingState(),
        kind=enums.FindingKind(),
    )
    good_practices = _list_of("Finding", supervision.GOOD_PRACTICES, supervision.FINDING_FILTERS, {"cycle_id": "Cycle"})
    unit_shares = unit_shares_field()
    reserve_pool = _list_of(
        "ReserveEntry",
        supervision.RESERVE,
        supervision.RESERVE_FILTERS,
        {"person_id": "Person", "unit_id": "Unit"},
        current=graphene.Boolean(),
    )
    person_file = person_file_field()
    final_results = _list_of("Assessment", FINAL_RESULTS, CASE_FILTERS, {"cycle_id": "Cycle", "unit_id": "Unit"})
    work_records = _list_of(
        "WorkRecord",
        records.WORK_RECORDS,
        records.WORK_RECORD_FILTERS,
        {"person_id": "Person", "unit_id": "Unit"},
        kind=enums.RecordKind(),
        from_day=graphene.Argument(Date, name="from"),
        to_day=graphene.Argument(Date, name="to"),
    )
    recording_rates = connection_field(
        "RecordingRate",
        resolve_recording_rates,
        cycle_id=_ID(required=True),
        unit_id=_ID(),
        kind=enums.RecordKind(default_value="daily_log"),
    )
    leaves = _list_of(
        "Leave",
        records.LEAVES,
        records.LEAVE_FILTERS,
        {"person_id": "Person", "unit_id": "Unit"},
        from_day=graphene.Argument(Date, name="from"),
        to_day=graphene.Argument(Date, name="to"),
    )
    statistics = graphene.Field(named("Statistics"), cycle_id=_ID(required=True))
    what_if = what_if_field()
    rater_diagnostics = rater_diagnostics_field()
    history = connection_field("History", history_of, subject_id=_ID(required=True))

    @staticmethod
    def resolve_viewer(_root: None, info: Info) -> Row:
        actor = info.context.actor
        return {"person_id": actor.person_id, "body_id": actor.body_id}

    @staticmethod
    async def resolve_indicator_sets(_root: None, info: Info, unit_id: str, cycle_id: str) -> list[Row] | None:
        given = ids_in({"unit_id": unit_id, "cycle_id": cycle_id}, unit_id="Unit", cycle_id="Cycle")
        found = await info.context.read(indicators.unit_indicators, given["unit_id"], given["cycle_id"])
        return None if found is None else list(found)

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

"""Records of work, leave and recording rates (工作纪实、请假、记载率)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import graphene

from kaohe.graphql.base import Info, ObjectType, Row
from kaohe.graphql.connections import Connected
from kaohe.graphql.enums import LeaveKind, LengthNoteKind, RecordKind
from kaohe.graphql.fields import label, many, one, share
from kaohe.graphql.ids_in import ids_in
from kaohe.graphql.node import Node
from kaohe.graphql.scalars import Date, DateTime
from kaohe.workflow.domain.policy.records import Length
from kaohe.workflow.domain.policy.records import RecordKind as Kind
from kaohe.workflow.domain.records.content import Content
from kaohe.workflow.domain.records.lengths import length_note
from kaohe.workflow.queries import organisation
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.recording_rates import RatesAsked, recording_rates
from kaohe.workflow.queries.records import Allowed, allowed_of, leaves_by_id, redactions_of, work_records_by_id


class RecordItem(ObjectType):
    """纪实条目 · One line of a record: what was assigned, by what procedure, how far it is (S1-11)."""

    task = graphene.String(required=True)
    procedure = graphene.String(required=True)
    progress = graphene.String(required=True)
    done = graphene.Boolean(required=True)


class LengthNote(ObjectType):
    """字数提示 · A text is shorter or longer than about what the policy asks for; it is accepted all the same (S1-8)."""

    note = LengthNoteKind(required=True)
    note_label = label("note", "LengthNoteKind")
    characters = graphene.Int(required=True)
    at_least = graphene.Int(required=True)
    at_most = graphene.Int(required=True)


class Redaction(ObjectType):
    """脱密记录 · What was taken out of a record, by whom and why; the words themselves are gone (Cross-8)."""

    place = graphene.String(required=True)
    reason = graphene.String(required=True)
    sha256 = graphene.String(required=True)
    redacted_by = one("Person", organisation.mentioned_by_id, "redacted_by")
    redacted_at = DateTime(required=True)


def noted(length: Length | None, text: str) -> Row | None:
    """The note on a text's length as a row."""
    found = length_note(length, text)
    return None if found is None else {**asdict(found), "note": str(found.note)}


async def _allowed(row: Row, info: Info) -> Allowed | None:
    found: Allowed | None = await info.context.load(allowed_of, (row["policy_version_id"], row["kind"], row["covers"]))
    return found


class WorkRecord(Node, lookup=work_records_by_id):
    """工作纪实 · What somebody recorded of a day's, a month's, a period's or a year's work (S0-21, S0-22, S1-5..14)."""

    person = one("Person", organisation.mentioned_by_id, "person_id")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    kind = RecordKind(required=True)
    kind_label = label("kind", "RecordKind")
    covers = graphene.String(required=True)
    first_day = Date(required=True)
    last_day = Date(required=True)
    text = graphene.String(required=True)
    items = graphene.List(graphene.NonNull(RecordItem), required=True)
    length_note = graphene.Field(LengthNote)
    recorded_at = DateTime(required=True)
    changed_at = DateTime(required=True)
    revision = graphene.Int(required=True)
    backfilled = graphene.Boolean(required=True)
    accepted_until = DateTime()
    entered_by = one("Person", organisation.mentioned_by_id, "entered_by")
    redactions = many("Redaction", redactions_of)

    @staticmethod
    async def resolve_length_note(row: Row, info: Info) -> Row | None:
        allowed = await _allowed(row, info)
        return None if allowed is None else noted(allowed.rules.length, Content.of(row["text"], row["items"]).written)

    @staticmethod
    async def resolve_accepted_until(row: Row, info: Info) -> datetime | None:
        allowed = await _allowed(row, info)
        return None if allowed is None else allowed.until


class Leave(Node, lookup=leaves_by_id):
    """请假 · Days on which nobody expects a log."""

    person = one("Person", organisation.mentioned_by_id, "person_id")
    kind = LeaveKind(required=True)
    kind_label = label("kind", "LeaveKind")
    starts = Date(required=True)
    ends = Date(required=True)
    note = graphene.String(required=True)
    recorded_by = one("Person", organisation.mentioned_by_id, "recorded_by")
    recorded_at = DateTime(required=True)


class RecordingRate(ObjectType):
    """记载率 · How many records of a kind somebody owed in a cycle's period, and how many are there (S1-14)."""

    person = one("Person", organisation.mentioned_by_id, "person_id")
    unit = one("Unit", organisation.units_by_id, "unit_id")
    due = graphene.Int(required=True)
    recorded = graphene.Int(required=True)
    rate = share("rate")
    missing = graphene.List(graphene.NonNull(graphene.String), required=True)


async def resolve_recording_rates(
    _root: None, info: Info, kind: Any, first: int | None = None, after: str | None = None, **given: Any
) -> Connected:
    """A page of recording rates as they are now, within what the viewer may see."""
    numbers = ids_in(given, cycle_id="Cycle", unit_id="Unit")
    asked = RatesAsked(numbers["cycle_id"], Kind(getattr(kind, "value", kind)), numbers.get("unit_id"))
    window = Window.of(first, after)
    page, total = await info.context.read(recording_rates, info.context.now, asked, window)

    async def counted() -> int:
        return total

    return Connected(page, window, counted)

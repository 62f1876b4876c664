"""Taking what is secret or sensitive out of a record (脱密处理, Cross-8): the words go, a trace stays."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Redaction, WorkRecord
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.records.content import REDACTED, Content
from kaohe.workflow.domain.refusals import Code, not_found, refuse
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import NOTE
from kaohe.workflow.permits import require
from kaohe.workflow.queries.records import visible_records
from kaohe.workflow.records.subject import lock_subject

_LEADERS = (Role.MAIN_LEADER, Role.LEADER_IN_CHARGE)


async def redact_record(
    session: AsyncSession, actor: Actor, now: datetime, record_id: int, place: str, reason: str
) -> int:
    """Put the mark in the place of the words at `text` or `items[2].progress`; the id of the trace.

    By the main leader or leader in charge of the record's unit, or the office, at any time; never one's own. The trace
    holds the SHA-256 of the words; what an archive was sealed with before stays as it was sealed.
    """
    person_id, unit_id = await _visible(session, actor, record_id)
    if unit_id not in actor.units_of(*_LEADERS):
        require(actor, "对工作纪实脱密", "redact a record of work", Who.LEADER, Who.OFFICE)
    if actor.is_person(person_id):
        raise refuse(Code.OWN_CASE)
    await lock_subject(session, actor, person_id)
    record = await find(session, WorkRecord, actor, record_id, "recordId", lock=True)
    content = Content.of(record.text, record.items)
    form = Form()
    reason = form.text("reason", "理由", "the reason", reason, NOTE)
    words = content.at(place)
    if not words:
        form.bad(
            "place", "应为text或items[2].progress，且该处有内容", "write text or items[2].progress, where words stand"
        )
    elif words == REDACTED:
        form.bad("place", "该处已脱密", "this place is redacted already")
    form.check()
    assert words  # else refused
    redacted = content.redacted(place)
    record.text, record.items = redacted.text, redacted.rows
    trace = Redaction(
        body_id=actor.body_id,
        record_id=record_id,
        place=place,
        reason=reason,
        sha256=sha256(words.encode()).hexdigest(),
        redacted_by=actor.person_id,
        redacted_at=now,
    )
    session.add(trace)
    await session.flush()
    return trace.id


async def _visible(session: AsyncSession, actor: Actor, record_id: int) -> tuple[int, int]:
    """The person and the unit of a record that the actor may see."""
    predicate, parameters = visible_records(actor)
    found = await session.execute(
        text(f"SELECT r.person_id, r.unit_id FROM work_record r WHERE r.id = :id AND {predicate}"),
        {"id": record_id, **parameters},
    )
    row = found.one_or_none()
    if row is None:
        raise not_found("work_record", "recordId")
    return row.person_id, row.unit_id

"""Entering and correcting records (记纪实、补记、代录): several in one request, all or none (S0-21, S0-22, S1-2, S1-5..12)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql
from kaohe.workflow.calendar.of_body import calendar_of_body
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.records.content import Content, undone_redactions, wrong_content
from kaohe.workflow.domain.records.covers import KEY_FORMS, RECORD_LABELS, Cover
from kaohe.workflow.domain.records.window import is_backfill, out_of_time
from kaohe.workflow.domain.refusals import Code, Refusal, Refused, not_found, refuse
from kaohe.workflow.permits import require
from kaohe.workflow.records.governing import Governance, Governed, governance_of
from kaohe.workflow.records.subject import RecordSubject, lock_subject

#: A quarter of logs and more; what a request may hold at most.
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class RecordInput:
    """One record: its kind, what it covers (`2026-03-05`, `2026-03`, `2026Q1`, `2026`), its words.

    `revision` is the one last read, 0 where there was none; without it, whatever is there is corrected.
    """

    kind: RecordKind
    covers: str
    content: Content
    revision: int | None = None


@dataclass(frozen=True)
class Held:
    """A record that is there already: its revision, the places that were redacted, and whether the person wrote it."""

    revision: int = 0
    redacted: Sequence[str] = ()
    own: bool = False


_HELD = text("""
SELECT r.kind, r.covers, r.revision, r.entered_by IS NULL AS own,
       ARRAY(SELECT x.place FROM redaction x WHERE x.body_id = r.body_id AND x.record_id = r.id ORDER BY x.id) AS places
  FROM work_record r
 WHERE r.body_id = :body_id AND r.person_id = :person_id AND r.covers = ANY(:covers)
""")

_COLUMNS = (
    "body_id person_id unit_id policy_version_id kind covers first_day last_day text items recorded_at changed_at "
    "revision backfilled entered_by"
).split()

# Who wrote first, and whether that came late, stays; so does the unit in which it was published.
_UPSERT = text(
    insert_sql(
        "work_record",
        _COLUMNS,
        "rows",
        suffix="""
ON CONFLICT (body_id, person_id, kind, covers) DO UPDATE SET
  text = EXCLUDED.text, items = EXCLUDED.items, changed_at = EXCLUDED.changed_at, entered_by = EXCLUDED.entered_by,
  policy_version_id = EXCLUDED.policy_version_id, revision = work_record.revision + 1
RETURNING id, kind, covers""",
    )
)


async def write_records(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    records: Sequence[RecordInput],
    person_id: int | None = None,
) -> list[int]:
    """Enter these records, or correct those that are there already; their ids in the same order. None: the actor's own.

    By the person, or the clerk of his unit on his behalf, who corrects only what was entered so. Refused, naming
    `records[i].field`: what nobody asks for, what is too early or too late, what lacks words, what would undo a
    redaction, and what was changed since it was read.
    """
    subject = await _subject(session, actor, person_id)
    covers, refusals = _covers(records)
    known = [one for one in covers if one is not None]
    if not known:
        raise Refused(refusals)
    judging = _Judging(
        now,
        await calendar_of_body(session, actor.body_id),
        await governance_of(session, actor.body_id, subject.person_id, known),
        await _held(session, actor, subject, known),
        on_behalf=not actor.is_person(subject.person_id),
    )
    accepted: list[tuple[RecordInput, Cover, Governed]] = []
    for index, (given, cover) in enumerate(zip(records, covers, strict=True)):
        if cover is not None:
            governed, wrong = judging.judge(given, cover, f"records[{index}]")
            refusals += wrong
            if governed is not None:
                accepted.append((given, cover, governed))
    if refusals:
        raise Refused(refusals)
    rows = [_row(actor, now, subject, *one) for one in accepted]
    found = await session.execute(_UPSERT, {"rows": document(rows)})
    ids = {(row.kind, row.covers): row.id for row in found}
    return [ids[one.kind, one.covers] for one in records]


async def _subject(session: AsyncSession, actor: Actor, person_id: int | None) -> RecordSubject:
    own = actor.person_id if person_id is None else person_id
    if own is None:
        raise not_found("person", "personId")
    subject = await lock_subject(session, actor, own)
    if not actor.is_person(own) and not subject.is_served_by(actor):
        require(actor, "记工作纪实", "enter a record of work", Who.SELF, Who.CLERK)
    return subject


def _covers(records: Sequence[RecordInput]) -> tuple[list[Cover | None], list[Refusal]]:
    """What each record covers, and what is wrong with that: no such day or period, or the same twice."""
    if len(records) > MOST_AT_ONCE:
        problem, problem_en = f"一次最多记{MOST_AT_ONCE}条", f"at most {MOST_AT_ONCE} records at once"
        raise refuse(Code.BAD_INPUT, "records", problem=problem, problem_en=problem_en)
    covers: list[Cover | None] = []
    refusals: list[Refusal] = []
    seen: set[tuple[RecordKind, str]] = set()
    for index, one in enumerate(records):
        field = f"records[{index}].covers"
        try:
            covers.append(Cover.parse(one.kind, one.covers))
        except ValueError:
            covers.append(None)
            refusals.append(_no_cover(one, field))
        if (one.kind, one.covers) in seen:
            words: dict[str, object] = {"what": f"{one.covers}的同类纪实", "what_en": f"that record of {one.covers}"}
            refusals.append(Refusal(Code.DUPLICATE, field, words))
        seen.add((one.kind, one.covers))
    return covers, refusals


def _no_cover(given: RecordInput, field: str) -> Refusal:
    (label, label_en), form = RECORD_LABELS[given.kind], KEY_FORMS[given.kind]
    words: dict[str, object] = {
        "problem": f"{label}应写作{form}",
        "problem_en": f"a {label_en} covers something like {form}",
    }
    return Refusal(Code.BAD_INPUT, field, words)


@dataclass(frozen=True)
class _Judging:
    """What all records of a request are judged by; `held`: kind and key → the record that is there."""

    now: datetime
    calendar: WorkCalendar
    governance: Governance
    held: Mapping[tuple[str, str], Held]
    on_behalf: bool

    def judge(self, given: RecordInput, cover: Cover, field: str) -> tuple[Governed | None, list[Refusal]]:
        governed = self.governance.of(cover)
        if governed is None:
            label, label_en = RECORD_LABELS[cover.kind]
            words: dict[str, object] = {"covers": cover.key, "label": label, "label_en": label_en}
            return None, [Refusal(Code.RECORD_NOT_KEPT, f"{field}.covers", words)]
        return governed, list(self._wrong(given, cover, governed, field))

    def _wrong(self, given: RecordInput, cover: Cover, governed: Governed, field: str) -> Iterator[Refusal]:
        yield from out_of_time(governed.rules, cover, self.calendar, self.now, f"{field}.covers")
        yield from wrong_content(governed.rules, given.content, field)
        held = self.held.get((cover.kind, cover.key), Held())
        if self.on_behalf and held.own:
            yield Refusal(Code.RECORD_HIS_OWN, f"{field}.covers", {"covers": cover.key})
        yield from undone_redactions(held.redacted, given.content, field)
        if given.revision is not None and given.revision != held.revision:
            yield Refusal(Code.STALE_VERSION, f"{field}.revision", {"seen": given.revision, "version": held.revision})


async def _held(
    session: AsyncSession, actor: Actor, subject: RecordSubject, covers: Sequence[Cover]
) -> dict[tuple[str, str], Held]:
    found = await session.execute(
        _HELD,
        {
            "body_id": actor.body_id,
            "person_id": subject.person_id,
            "covers": [one.key for one in covers],
        },
    )
    return {(row.kind, row.covers): Held(row.revision, row.places, row.own) for row in found}


def _row(
    actor: Actor, now: datetime, subject: RecordSubject, given: RecordInput, cover: Cover, governed: Governed
) -> dict[str, Any]:
    return {
        "body_id": actor.body_id,
        "person_id": subject.person_id,
        "unit_id": subject.unit_id,
        "policy_version_id": governed.version_id,
        "kind": cover.kind,
        "covers": cover.key,
        "first_day": cover.first,
        "last_day": cover.last,
        "text": given.content.text,
        "items": given.content.rows,
        "recorded_at": now,
        "changed_at": now,
        "revision": 1,
        "backfilled": is_backfill(cover, now),
        "entered_by": None if actor.is_person(subject.person_id) else actor.person_id,
    }

"""Taking words out of a record: by the unit's leaders or the office, for good, with a trace."""

from hashlib import sha256

import pytest
from sqlalchemy import select
from support.records import log, shanghai

from kaohe.schema.models import Redaction
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.records.content import REDACTED, Content
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.queries import reading
from kaohe.workflow.queries.records import WORK_RECORDS, redactions_of
from kaohe.workflow.records import RecordInput, redact_record, write_records

DAY, NOW = "2026-03-06", shanghai(3, 6)
SECRET = "某专案侦查手段"


def with_items(*tasks: str) -> RecordInput:
    items = [{"task": task, "procedure": "会签", "progress": "过半"} for task in tasks]
    return RecordInput(RecordKind.DAILY_LOG, DAY, Content.of("日常工作", items))


@pytest.mark.req("Cross-8")
@pytest.mark.parametrize("who", ["a_leader", "deputy", "office"])
async def test_leaders_and_the_office_take_the_words_away_for_good(bureau, who):
    (one,) = await bureau.write(NOW, "a1", log(DAY, SECRET))
    await bureau.do(NOW, who, redact_record, one, "text", "涉密")
    row = await bureau.record(one)
    assert (row.text, row.revision, row.changed_at) == (REDACTED, 1, NOW)
    trace = await bureau.session.scalar(select(Redaction).where(Redaction.record_id == one))
    assert (trace.place, trace.reason, trace.redacted_by) == ("text", "涉密", bureau.world.people[who])
    assert trace.sha256 == sha256(SECRET.encode()).hexdigest()


@pytest.mark.req("Cross-8")
async def test_the_mark_does_not_tell_how_long_the_words_were(bureau):
    ids = await bureau.write(NOW, "a1", log(DAY, "短"), log("2026-03-05", "很长的一段涉密内容" * 3))
    for one in ids:
        await bureau.do(NOW, "office", redact_record, one, "text", "涉密")
    assert {(await bureau.record(one)).text for one in ids} == {REDACTED}


@pytest.mark.req("Cross-8")
async def test_one_place_of_an_item_goes_and_the_rest_stays(bureau):
    (one,) = await bureau.write(NOW, "a1", with_items("走访", SECRET))
    await bureau.do(NOW, "a_leader", redact_record, one, "items[1].task", "涉密")
    row = await bureau.record(one)
    assert row.text == "日常工作"
    assert [item["task"] for item in row.items] == ["走访", REDACTED]
    assert [item["progress"] for item in row.items] == ["过半", "过半"]


@pytest.mark.req("Cross-8")
@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("a1", Code.NOT_ALLOWED),
        ("a2", Code.NOT_ALLOWED),
        ("a_clerk", Code.NOT_ALLOWED),
        ("chief", Code.NOT_ALLOWED),
        ("b1", Code.NOT_FOUND),
        ("b_leader", Code.NOT_FOUND),
    ],
)
async def test_nobody_else_does_and_for_strangers_there_is_no_record(bureau, who, code):
    (one,) = await bureau.write(NOW, "a1", log(DAY, SECRET))
    found = await bureau.refused(NOW, who, redact_record, one, "text", "涉密")
    assert [refused for refused, _ in found] == [code]
    assert (await bureau.record(one)).text == SECRET


@pytest.mark.req("Cross-8")
async def test_a_place_without_words_and_a_missing_reason_are_refused_together(bureau):
    (one,) = await bureau.write(NOW, "a1", with_items("走访"))
    for place in ("items[1].task", "items[0].done", "title", "items[-1].task", "text.", "items[99999].task"):
        assert await bureau.refused(NOW, "office", redact_record, one, place, " ") == [
            (Code.REQUIRED, "reason"),
            (Code.BAD_INPUT, "place"),
        ]
    await bureau.do(NOW, "office", redact_record, one, "text", "涉密")
    assert await bureau.refused(NOW, "office", redact_record, one, "text", "涉密") == [(Code.BAD_INPUT, "place")]


@pytest.mark.req("Cross-8")
async def test_a_correction_leaves_the_redacted_place_as_it_is(bureau):
    (one,) = await bureau.write(NOW, "a1", with_items("走访", SECRET))
    await bureau.do(NOW, "office", redact_record, one, "items[1].task", "涉密")
    for words in (SECRET, ""):
        refused = await bureau.refused(NOW, "a1", write_records, [with_items("走访", words)])
        assert (Code.RECORD_REDACTED, "records[0].items[1].task") in refused
    assert await bureau.refused(NOW, "a1", write_records, [with_items("走访")]) == [
        (Code.RECORD_REDACTED, "records[0].items[1].task")
    ]
    await bureau.write(NOW, "a1", with_items("走访两户", REDACTED))
    assert [item["task"] for item in (await bureau.record(one)).items] == ["走访两户", REDACTED]


@pytest.mark.req("Cross-8")
@pytest.mark.parametrize(
    ("who", "sees"), [("a1", True), ("a_leader", True), ("office", True), ("chief", True), ("a2", False)]
)
async def test_the_trace_is_for_the_person_the_leaders_and_the_office(bureau, who, sees):
    (one,) = await bureau.write(NOW, "a1", log(DAY, SECRET))
    await bureau.do(NOW, "office", redact_record, one, "text", "涉密")
    actor = bureau.world.actor(who)
    assert len(await reading.rows(bureau.session, actor, WORK_RECORDS, [])) == 1
    traces = (await redactions_of(bureau.session, actor, [one]))[one]
    assert [trace["reason"] for trace in traces] == (["涉密"] if sees else [])


@pytest.mark.req("Cross-8")
async def test_a_leader_leaves_his_own_record_to_another(bureau):
    (one,) = await bureau.write(NOW, "a_leader", log(DAY, SECRET))
    assert await bureau.refused(NOW, "a_leader", redact_record, one, "text", "涉密") == [(Code.OWN_CASE, None)]
    await bureau.do(NOW, "office", redact_record, one, "text", "涉密")
    assert (await bureau.record(one)).text == REDACTED

"""Entering and correcting records: in time, with words, by the person or his unit's clerk, all or none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.drive import opened
from support.records import KEY, log, records_text, shanghai

from kaohe.schema.models import WorkRecord
from kaohe.workflow import policies
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.records.content import Content
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.people import set_calendar_day
from kaohe.workflow.records import RecordInput, write_records

# Thursday before the Spring Festival of 2026: of the days after it, the 13th, 14th (Saturday, made up), 24th, 25th and
# 26th are worked.
EVE = "2026-02-12"


def inventory(*tasks: str, covers: str = "2026Q1") -> RecordInput:
    items = [{"task": task, "procedure": "已报批", "progress": "80%", "done": True} for task in tasks]
    return RecordInput(RecordKind.INVENTORY, covers, Content.of("", items))


@pytest.mark.req("S1-2", "S1-5")
async def test_a_log_is_written_on_its_day(bureau):
    (one,) = await bureau.write(shanghai(2, 12, 20), "a1", log(EVE, " 走访群众。 "))
    row = await bureau.record(one)
    assert (row.kind, row.covers, row.text, row.revision) == ("daily_log", EVE, "走访群众。", 1)
    assert (row.first_day, row.last_day, row.backfilled) == (date(2026, 2, 12), date(2026, 2, 12), False)
    assert (row.unit_id, row.policy_version_id, row.entered_by) == (bureau.world.units["a"], bureau.version_id, None)


@pytest.mark.req("S1-12")
async def test_a_log_is_accepted_until_the_end_of_the_fifth_working_day_over_a_holiday(bureau):
    (one,) = await bureau.write(shanghai(2, 26, 23, 59), "a1", log(EVE))
    assert (await bureau.record(one)).backfilled


@pytest.mark.req("S1-12")
async def test_after_that_the_system_refuses_it_and_says_until_when_it_was_open(bureau):
    over = shanghai(2, 27, 0)
    assert await bureau.refused(over, "a1", write_records, [log(EVE)]) == [(Code.RECORD_TOO_LATE, "records[0].covers")]
    with pytest.raises(Refused, match="was open until 2026-02-27 00:00"):
        await bureau.write(over, "a1", log(EVE))


@pytest.mark.req("S1-12")
async def test_a_day_off_of_the_body_itself_moves_the_end(bureau):
    await bureau.do(shanghai(2, 1), "office", set_calendar_day, date(2026, 2, 26), working=False, reason="本局放假")
    assert await bureau.write(shanghai(2, 27, 23, 59), "a1", log(EVE))
    assert await bureau.refused(shanghai(2, 28, 0), "a1", write_records, [log(EVE)])


@pytest.mark.req("S1-5")
async def test_a_day_that_has_not_come_is_refused(bureau):
    assert await bureau.write(shanghai(2, 12, 0), "a1", log(EVE))
    eve_of_eve = shanghai(2, 11, 23, 59)
    assert await bureau.refused(eve_of_eve, "a2", write_records, [log(EVE), log("9999-12-31")]) == [
        (Code.RECORD_TOO_EARLY, "records[0].covers"),
        (Code.RECORD_TOO_EARLY, "records[1].covers"),
    ]


@pytest.mark.req("S1-5")
async def test_a_day_off_may_have_a_log(bureau):
    (one,) = await bureau.write(shanghai(3, 8, 12), "a1", log("2026-03-07"))
    assert (await bureau.record(one)).backfilled


@pytest.mark.req("S1-12")
async def test_a_record_of_a_period_is_open_from_its_first_day_until_the_term_after_its_last(bureau):
    (one,) = await bureau.write(shanghai(1, 1, 0), "a1", inventory("巡逻"))
    assert not (await bureau.record(one)).backfilled
    # 31 March is a Tuesday; 6 April (Monday) is off for Qingming.
    assert await bureau.write(shanghai(4, 8, 23, 59), "a2", inventory("巡逻"))
    assert await bureau.refused(shanghai(4, 9, 0), "a3", write_records, [inventory("巡逻")]) == [
        (Code.RECORD_TOO_LATE, "records[0].covers")
    ]


@pytest.mark.req("S1-2")
async def test_a_week_of_logs_in_one_request_all_or_none(bureau):
    week = [log(f"2026-03-0{day}") for day in range(2, 7)]
    now = shanghai(3, 6, 18)
    assert await bureau.refused(
        now, "a1", write_records, [*week, log("2026-03-07"), log("2026-03-02"), log("3月1日")]
    ) == [
        (Code.DUPLICATE, "records[6].covers"),
        (Code.BAD_INPUT, "records[7].covers"),
        (Code.RECORD_TOO_EARLY, "records[5].covers"),
    ]
    ids = await bureau.write(now, "a1", *week)
    assert [(await bureau.record(one)).covers for one in ids] == [one.covers for one in week]
    assert await bureau.refused(now, "a1", write_records, [log("2026-03-02")] * 101) == [(Code.BAD_INPUT, "records")]


@pytest.mark.req("S1-8", "S1-11", "S0-22")
async def test_what_lacks_words_or_has_too_many_is_refused_with_its_place(bureau):
    empty = RecordInput(
        RecordKind.DAILY_LOG, "2026-03-03", Content.of(" \u200b ", [{"task": " ", "progress": "字" * 101}])
    )
    given = [log("2026-03-02", "字" * 101), empty, inventory(), inventory("一", "二", "三", "四", covers="2026Q1")]
    assert await bureau.refused(shanghai(3, 6), "a1", write_records, given[:3]) == [
        (Code.BAD_INPUT, "records[0].text"),
        (Code.REQUIRED, "records[1].text"),
        (Code.REQUIRED, "records[1].items[0].task"),
        (Code.BAD_INPUT, "records[1].items[0]"),
        (Code.REQUIRED, "records[2].items"),
    ]
    assert await bureau.refused(shanghai(3, 6), "a1", write_records, given[3:]) == [
        (Code.BAD_INPUT, "records[0].items")
    ]


@pytest.mark.req("S1-11", "S0-22")
async def test_items_say_the_task_the_procedure_the_progress_and_whether_it_is_done(bureau):
    (one,) = await bureau.write(shanghai(3, 6), "a1", inventory("破案", "巡逻"))
    assert (await bureau.record(one)).items[0] == {
        "task": "破案",
        "procedure": "已报批",
        "progress": "80%",
        "done": True,
    }


@pytest.mark.req("S1-8")
async def test_a_text_of_another_length_than_asked_for_is_accepted(bureau):
    assert await bureau.write(shanghai(3, 6), "a1", log("2026-03-06", "巡逻"), log("2026-03-05", "字" * 100))


@pytest.mark.req("S1-12")
async def test_a_record_is_corrected_until_its_time_is_over(bureau):
    (one,) = await bureau.write(shanghai(2, 12, 20), "a1", log(EVE))
    (again,) = await bureau.write(shanghai(2, 26, 23), "a1", log(EVE, "更正后的内容。"))
    row = await bureau.record(one)
    assert (again, row.text, row.revision, row.backfilled) == (one, "更正后的内容。", 2, False)
    assert (row.recorded_at, row.changed_at) == (shanghai(2, 12, 20), shanghai(2, 26, 23))
    assert await bureau.refused(shanghai(2, 27), "a1", write_records, [log(EVE, "再更正。")])
    assert (await bureau.record(one)).revision == 2


@pytest.mark.req("§4")
async def test_the_units_clerk_enters_on_behalf_and_is_named(bureau):
    (one,) = await bureau.write(shanghai(3, 6), "a_clerk", log("2026-03-06"), of="a1")
    row = await bureau.record(one)
    assert (row.person_id, row.entered_by) == (bureau.world.people["a1"], bureau.world.people["a_clerk"])
    await bureau.write(shanghai(3, 6, 10), "a1", log("2026-03-06", "本人更正。"))
    assert (await bureau.record(one)).entered_by is None


@pytest.mark.req("S1-8")
async def test_what_a_person_wrote_himself_no_clerk_overwrites(bureau):
    (one,) = await bureau.write(shanghai(3, 6), "a1", log("2026-03-06", "本人所写。"))
    person = bureau.world.people["a1"]
    assert await bureau.refused(
        shanghai(3, 6), "a_clerk", write_records, [log("2026-03-06", "他人改写。")], person
    ) == [(Code.RECORD_HIS_OWN, "records[0].covers")]
    assert (await bureau.record(one)).text == "本人所写。"
    (other,) = await bureau.write(shanghai(3, 6), "a_clerk", log("2026-03-05", "代录。"), of="a1")
    await bureau.write(shanghai(3, 6), "a_clerk", log("2026-03-05", "代录更正。"), of="a1")
    assert (await bureau.record(other)).text == "代录更正。"


@pytest.mark.req("S1-9")
@pytest.mark.parametrize("who", ["a2", "b_clerk", "office", "chief"])
async def test_nobody_else_writes_a_persons_records(bureau, who):
    person = bureau.world.people["a1"]
    assert await bureau.refused(shanghai(3, 6), who, write_records, [log("2026-03-06")], person) == [
        (Code.NOT_ALLOWED, None)
    ]


@pytest.mark.req("S1-9")
async def test_a_person_of_another_body_does_not_exist(bureau):
    assert await bureau.refused(shanghai(3, 6), "a1", write_records, [log("2026-03-06")], 10**9) == [
        (Code.NOT_FOUND, "personId")
    ]


@pytest.mark.req("S1-2")
async def test_what_no_policy_asks_for_is_refused(bureau):
    monthly = RecordInput(RecordKind.MONTHLY_RECORD, "2026-03", Content.of("本月重点工作", ()))
    half_year = inventory("巡逻", covers="2026H1")
    before_any = log("2025-12-31")
    assert await bureau.refused(shanghai(3, 6), "a1", write_records, [monthly, half_year, before_any]) == [
        (Code.RECORD_NOT_KEPT, f"records[{index}].covers") for index in range(3)
    ]


@pytest.mark.req("S1-2")
async def test_the_open_cycles_policy_governs_else_the_version_in_force(bureau):
    """A later version asks for longer logs: it holds for the next quarter, not for the cycle that runs by the first."""
    office = bureau.world.actor("office")
    longer = records_text().replace('version = "1"', 'version = "2"').replace("longest = 100", "longest = 200")
    later = longer.replace("effective_from = 2026-01-01", "effective_from = 2026-02-01")
    cycle_id = await create_cycle(bureau.session, office, shanghai(1, 5), KEY, "2026Q1")
    version_id = await policies.publish(bureau.session, office, shanghai(1, 6), later)
    long = "字" * 150
    assert await bureau.write(
        shanghai(3, 6), "a1", log("2026-03-05", long)
    )  # the cycle is a draft: version 2 is in force
    await open_cycle(bureau.session, office, shanghai(3, 6, 10), cycle_id)
    assert await bureau.refused(shanghai(3, 6, 11), "a1", write_records, [log("2026-03-06", long)]) == [
        (Code.BAD_INPUT, "records[0].text")
    ]
    (first,) = await bureau.write(shanghai(3, 6, 11), "a1", log("2026-03-06"))
    (second,) = await bureau.write(shanghai(4, 1), "a1", log("2026-04-01", long))
    versions = [(await bureau.record(one)).policy_version_id for one in (first, second)]
    assert versions == [bureau.version_id, version_id]


@pytest.mark.req("S1-2")
async def test_a_running_cycle_without_logs_leaves_them_to_the_other_scheme(session):
    """The county's own cycle is open and asks for no records; another scheme of the same body does."""
    world = await opened(session, shanghai(1, 5))
    assert await _refused_for_want_of_a_policy(session, world)
    version_id = await policies.publish(session, world.actor("office"), shanghai(1, 5), records_text())
    (one,) = await write_records(session, world.actor("a1"), shanghai(3, 6), [log("2026-03-06")])
    row = await session.get_one(WorkRecord, {"body_id": world.body_id, "id": one})
    assert row.policy_version_id == version_id


async def _refused_for_want_of_a_policy(session, world) -> bool:
    with pytest.raises(Refused) as caught:
        await write_records(session, world.actor("a1"), shanghai(3, 6), [log("2026-03-06")])
    return [one.code for one in caught.value.refusals] == [Code.RECORD_NOT_KEPT]


@pytest.mark.req("S1-12")
async def test_the_term_is_the_policys(bureau):
    shorter = records_text().replace("longest = 100", "longest = 100\nbackfill = { calendar_days = 1 }")
    await policies.publish(bureau.session, bureau.world.actor("office"), shanghai(1, 2), shorter)
    assert await bureau.write(shanghai(3, 3, 23), "a1", log("2026-03-02"))
    assert await bureau.refused(shanghai(3, 4, 0), "a1", write_records, [log("2026-03-02")])
    assert await bureau.refused(shanghai(3, 4, 0) + timedelta(days=3), "a1", write_records, [log("2026-03-02")])


async def test_whoever_read_an_older_revision_overwrites_nothing(bureau):
    (one,) = await bureau.write(shanghai(2, 12, 20), "a_clerk", replace(log(EVE, "走访群众"), revision=0), of="a1")
    await bureau.write(shanghai(2, 13), "a_clerk", log(EVE, "代为更正"), of="a1")
    stale = [(Code.STALE_VERSION, "records[0].revision")]
    for seen in (0, 1):
        again = replace(log(EVE, "走访群众三户"), revision=seen)
        assert await bureau.refused(shanghai(2, 13, 10), "a1", write_records, [again]) == stale
    assert (await bureau.record(one)).text == "代为更正"
    await bureau.write(shanghai(2, 13, 11), "a1", replace(log(EVE, "走访群众三户"), revision=2))
    assert (await bureau.record(one)).revision == 3

"""A change of the calendar moves what hangs on it: every date is worked out again from its own event and term."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from support.drive import EVERYONE, at, give_feedback, opened, submit_all
from support.scene import Scene

from kaohe.schema.session import Database
from kaohe.workflow.calendar import import_calendar
from kaohe.workflow.cycles import extend_stage, resume_cycle, suspend_cycle
from kaohe.workflow.domain.calendar import BUSINESS_ZONE, end_of_day
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.objections import admit_objection, dismiss_objection, file_objection
from kaohe.workflow.people import clear_calendar_day, set_calendar_day
from kaohe.workflow.summaries import return_summary

CYCLE_DATES = """
SELECT 'stage ' || stage AS what, due_at AS at FROM stage_term WHERE cycle_id = :id
UNION ALL SELECT 'case ' || id, due_at FROM assessment WHERE cycle_id = :id AND due_at IS NOT NULL
UNION ALL SELECT 'task ' || id, due_at FROM task WHERE cycle_id = :id AND state = 'open'
UNION ALL SELECT 'deadline ' || id, due_at FROM deadline WHERE cycle_id = :id AND fired_at IS NULL
UNION ALL SELECT 'closing ' || id, closes_at FROM notice WHERE cycle_id = :id
UNION ALL SELECT 'objecting ' || id, objections_until FROM notice WHERE cycle_id = :id
UNION ALL SELECT 'admitting ' || id, admit_due FROM objection WHERE cycle_id = :id
UNION ALL SELECT 'deciding ' || id, decide_due FROM objection WHERE cycle_id = :id
UNION ALL SELECT 'second ' || id, second_until FROM objection WHERE cycle_id = :id AND second_until IS NOT NULL
"""


def january(day: int, hour: int = 9) -> datetime:
    """A moment of January 2027 in Shanghai: a year whose make-up days the installed data does not know."""
    return datetime(2027, 1, day, hour, tzinfo=BUSINESS_ZONE)


def end(day: int, month: int = 4) -> datetime:
    return end_of_day(date(2026, month, day))


async def dates(scene: Scene) -> dict[str, datetime]:
    """Every date that runs in the cycle."""
    return {row["what"]: row["at"] for row in await scene.rows(CYCLE_DATES, id=scene.world.cycle_id)}


async def override(scene: Scene, now: datetime, working: bool, *days: date, who: str = "office") -> None:
    for day in days:
        await set_calendar_day(scene.session, scene.actor(who), now, day, working=working, reason="全市统一安排")


async def rest(scene: Scene, now: datetime, *days: int, month: int = 4) -> None:
    await override(scene, now, False, *(date(2026, month, day) for day in days))


async def redated(scene: Scene) -> list[dict[str, Any]]:
    return await scene.rows(
        "SELECT reason, data FROM history WHERE subject = 'cycle' AND subject_id = :id AND trigger = 'redate' ORDER BY seq",
        id=scene.world.cycle_id,
    )


async def own_rows(scene: Scene, name: str) -> dict[tuple[str, int], datetime]:
    found = await scene.rows(
        "SELECT kind, mark, due_at FROM deadline WHERE subject = 'assessment' AND subject_id = :id AND fired_at IS NULL",
        id=await scene.case(name),
    )
    return {(row["kind"], row["mark"]): row["due_at"] for row in found}


async def stage_rows(scene: Scene) -> dict[tuple[str, int], datetime]:
    found = await scene.rows(
        "SELECT kind, mark, due_at FROM deadline WHERE subject = 'cycle' AND subject_id = :id AND fired_at IS NULL",
        id=scene.world.cycle_id,
    )
    return {(row["kind"], row["mark"]): row["due_at"] for row in found}


def sheet(*days: str) -> bytes:
    return "\n".join(["日期,是否上班,名称", *days]).encode()


@pytest_asyncio.fixture
async def in_2027(database: Database) -> AsyncIterator[Scene]:
    """The fourth quarter's cycle, opened on Monday 4 January 2027."""
    async with database.session() as session:
        world = await opened(session, january(4), key="psb-2027", period="2026Q4")
        yield Scene(session, world, january(4))
        await session.rollback()


@pytest.mark.req("Cross-6", "§3")
async def test_provisional_dates_are_computed_again_when_the_year_is_published(in_2027: Scene) -> None:
    """Three working days from Monday the 4th: Thursday the 7th, provisionally. Tuesday is off, Saturday is worked."""
    scene = in_2027
    provisional = "SELECT count(*) FROM {} WHERE cycle_id = :id AND provisional"
    assert (await dates(scene))["stage self_summary"] == end_of_day(date(2027, 1, 7))
    assert await scene.value(provisional.format("stage_term"), id=scene.world.cycle_id) > 0
    assert (await stage_rows(scene))["remind", 2] == january(6)
    content = sheet("2027-01-05,休,调休", "2027-01-09,班,")
    report = await import_calendar(scene.session, january(4, 10), "命令行", 2027, "2027.csv", content)
    assert (report.days, report.changed, report.cycles) == (2, 2, 1)
    moved = await dates(scene)
    assert moved["stage self_summary"] == end_of_day(date(2027, 1, 8))
    assert moved["stage aggregation"] == end_of_day(date(2027, 1, 11))  # two days more: Saturday and Monday
    assert (await scene.row("a1"))["due_at"] == end_of_day(date(2027, 1, 8))
    tasks = await scene.rows("SELECT DISTINCT due_at FROM task WHERE kind = 'write_summary' AND cycle_id = :id",
                             id=scene.world.cycle_id)  # fmt: skip
    assert [row["due_at"] for row in tasks] == [end_of_day(date(2027, 1, 8))]
    rows = await stage_rows(scene)
    assert rows["expire", 0] == end_of_day(date(2027, 1, 8))
    assert rows["remind", 2] == january(7)
    for table in ("stage_term", "deadline"):
        assert await scene.value(provisional.format(table), id=scene.world.cycle_id) == 0
    again = await import_calendar(scene.session, january(4, 11), "命令行", 2027, "2027.csv", content)
    assert (again.repeated, again.cycles) == (True, 0)
    assert await dates(scene) == moved
    assert len(await redated(scene)) == 1


@pytest.mark.req("Cross-6")
async def test_the_history_says_what_moved_and_why_and_those_concerned_are_told(in_2027: Scene) -> None:
    scene = in_2027
    content = sheet("2027-01-05,休,调休")
    await import_calendar(scene.session, january(4, 10), "命令行", 2027, "2027.csv", content)
    (line,) = await redated(scene)
    assert "2027" in line["reason"]
    assert line["data"]["by"] == "命令行"
    stage = next(one for one in line["data"]["stages"] if one["stage"] == "self_summary")
    assert datetime.fromisoformat(stage["before"]) == end_of_day(date(2027, 1, 7))
    assert datetime.fromisoformat(stage["after"]) == end_of_day(date(2027, 1, 8))
    assert line["data"]["cases"][0]["cases"] == 12
    await scene.relay(january(4, 11))
    told = await scene.rows("SELECT assignee_key FROM notification WHERE kind = 'dates_moved' AND body_id = :body",
                            body=scene.world.body_id)  # fmt: skip
    keys = {row["assignee_key"] for row in told}
    assert {"office", person_key(scene.world.people["a1"])} <= keys
    assert len(told) == len(keys)


@pytest.mark.req("Cross-6")
async def test_a_year_that_is_corrected_moves_the_dates_back_exactly(in_2027: Scene) -> None:
    scene = in_2027
    quiet = sheet("2027-10-01,休,国庆")
    await import_calendar(scene.session, january(4, 10), "命令行", 2027, "2027.csv", quiet)
    settled = await dates(scene)
    wrong = sheet("2027-01-05,休,", "2027-01-12,休,", "2027-01-16,班,", "2027-02-08,休,")
    await import_calendar(scene.session, january(4, 11), "命令行", 2027, "wrong.csv", wrong)
    assert await dates(scene) != settled
    await import_calendar(scene.session, january(4, 12), "命令行", 2027, "2027.csv", quiet)
    assert await dates(scene) == settled


@pytest.mark.req("Cross-6")
async def test_a_body_s_own_day_wins_over_the_imported_one(in_2027: Scene) -> None:
    scene = in_2027
    await override(scene, january(4), True, date(2027, 1, 5))
    await import_calendar(scene.session, january(4, 10), "命令行", 2027, "2027.csv", sheet("2027-01-05,休,"))
    assert (await dates(scene))["stage self_summary"] == end_of_day(date(2027, 1, 7))
    await clear_calendar_day(scene.session, scene.actor("office"), january(4, 11), date(2027, 1, 5))
    assert (await dates(scene))["stage self_summary"] == end_of_day(date(2027, 1, 8))


@pytest.mark.req("Cross-6")
async def test_an_import_is_for_every_body_and_an_override_for_its_own(in_2027: Scene) -> None:
    scene = in_2027
    world = await opened(scene.session, january(4), key="psb-neighbour", period="2026Q4")
    neighbour = Scene(scene.session, world, january(4))
    assert (await dates(neighbour))["stage self_summary"] == end_of_day(date(2027, 1, 7))
    before = await dates(neighbour)
    await override(scene, january(4), False, date(2027, 1, 6))
    assert (await dates(scene))["stage self_summary"] == end_of_day(date(2027, 1, 8))
    assert await dates(neighbour) == before
    report = await import_calendar(scene.session, january(4, 10), "命令行", 2027, "2027.csv", sheet("2027-01-05,休,"))
    assert report.cycles == 2
    assert (await dates(scene))["stage self_summary"] == end_of_day(date(2027, 1, 11))
    assert (await dates(neighbour))["stage self_summary"] == end_of_day(date(2027, 1, 8))
    assert (len(await redated(scene)), len(await redated(neighbour))) == (2, 1)


@pytest.mark.req("Cross-6")
async def test_an_import_wins_over_the_installed_data(at_self_summary: Scene) -> None:
    """Without Qingming's Monday off, 6 April, the summary is due a day earlier."""
    scene = at_self_summary
    assert (await dates(scene))["stage self_summary"] == end(7)
    await import_calendar(scene.session, at(2), "命令行", 2026, "2026.csv", sheet("2026-10-01,休,国庆"))
    assert (await dates(scene))["stage self_summary"] == end(6)


@pytest.mark.req("Cross-6")
async def test_a_day_set_and_cleared_again_leaves_every_date_as_it_was(at_aggregation: Scene) -> None:
    scene = at_aggregation
    await return_summary(scene.session, scene.actor("a_clerk"), at(3), await scene.cases("a1"), "过于简略")
    before = await dates(scene)
    await rest(scene, at(3), 8)
    assert await dates(scene) != before
    await clear_calendar_day(scene.session, scene.actor("office"), at(3), date(2026, 4, 8))
    assert await dates(scene) == before


@pytest.mark.req("Cross-6")
async def test_a_day_that_no_term_spans_moves_nothing_and_leaves_no_line(at_aggregation: Scene) -> None:
    scene = at_aggregation
    before = await dates(scene)
    await rest(scene, at(3), 1, month=12)
    assert await dates(scene) == before
    assert await redated(scene) == []


@pytest.mark.req("Cross-6", "§3")
async def test_a_straggler_s_own_date_counts_from_his_own_entry(at_aggregation: Scene) -> None:
    """Returned on Tuesday the 7th: three working days, Friday the 10th. The 8th off: Monday the 13th."""
    scene = at_aggregation
    await return_summary(scene.session, scene.actor("a_clerk"), at(7), await scene.cases("a1"), "过于简略")
    assert (await scene.row("a1"))["due_at"] == end(10)
    await rest(scene, at(7), 8)
    assert (await scene.row("a1"))["due_at"] == end(13)
    rows = await own_rows(scene, "a1")
    assert rows["expire", 0] == end(13)
    assert rows["remind", 2] == at(10)
    assert (await dates(scene))["stage aggregation"] == (await scene.row("a2"))["due_at"] == end(8 + 2)


@pytest.mark.req("Cross-6")
async def test_a_date_that_has_come_stays_and_none_comes_before_the_end_of_today(at_self_summary: Scene) -> None:
    """On Saturday the 4th the office makes that day, the 5th and the 6th working days: three days from the 1st would
    have been the 4th; nobody is late on that account."""
    scene = at_self_summary
    await scene.sweep(at(3, hour=2))  # T−1 has reminded
    fired = "SELECT id, due_at, fired_at FROM deadline WHERE cycle_id = :id AND fired_at IS NOT NULL ORDER BY id"
    before = await scene.rows(fired, id=scene.world.cycle_id)
    assert before
    await override(scene, at(4), True, date(2026, 4, 4), date(2026, 4, 5), date(2026, 4, 6))
    assert (await dates(scene))["stage self_summary"] == end(5)  # the fixed day of the month
    await scene.sweep(at(8))
    stayed = await dates(scene)
    await override(scene, at(8), False, date(2026, 4, 2))
    assert (await dates(scene))["stage self_summary"] == stayed["stage self_summary"]
    assert (await scene.rows(fired, id=scene.world.cycle_id))[: len(before)] == before


@pytest.mark.req("Cross-6")
async def test_a_shorter_term_still_runs_to_the_end_of_today(at_aggregation: Scene) -> None:
    scene = at_aggregation
    await return_summary(scene.session, scene.actor("a_clerk"), at(2), await scene.cases("a1"), "过于简略")
    assert (await scene.row("a1"))["due_at"] == end(8)
    await override(scene, at(6), True, date(2026, 4, 4), date(2026, 4, 5), date(2026, 4, 6))
    assert (await scene.row("a1"))["due_at"] == end(6)


@pytest.mark.req("S3-37", "S3-38")
async def test_notices_objections_and_their_cases_follow(at_publicity: Scene) -> None:
    """Published on Tuesday the 7th: to the 14th, objections to the 21st. One is filed on the 8th: to the 13th and 22nd."""
    scene = at_publicity
    one = await file_objection(scene.session, scene.actor("a1"), at(8), await scene.case("a1"), "计分有误")
    await rest(scene, at(8), 10)
    found = await dates(scene)
    notice = await scene.value("SELECT id FROM notice WHERE cycle_id = :id", id=scene.world.cycle_id)
    assert (found[f"closing {notice}"], found[f"objecting {notice}"]) == (end(15), end(22))
    assert (found[f"admitting {one}"], found[f"deciding {one}"]) == (end(14), end(23))
    assert (await scene.row("a2"))["due_at"] == end(15)
    rows = await scene.rows(
        "SELECT subject, stage, due_at FROM deadline WHERE cycle_id = :id AND fired_at IS NULL AND kind = 'expire'"
        " AND subject IN ('notice', 'objection') ORDER BY subject, due_at",
        id=scene.world.cycle_id,
    )
    assert [row["due_at"] for row in rows] == [end(15), end(22), end(14)]
    task = await scene.value("SELECT due_at FROM task WHERE kind = 'admit_objection' AND subject_id = :id", id=one)
    assert task == end(14)
    await scene.sweep(end(15) - timedelta(minutes=1))
    assert await scene.state("a2") == "publicity"
    await scene.sweep(end(15))
    assert await scene.state("a2") == "appeal"
    # What has ended stays as it ended, and the time to object counts from there.
    await rest(scene, at(16), 9, 17)
    found = await dates(scene)
    assert (found[f"closing {notice}"], found[f"objecting {notice}"]) == (end(15), end(23))


@pytest.mark.req("S3-38")
async def test_the_time_for_the_second_instance_follows(at_appeal: Scene) -> None:
    scene = at_appeal
    one = await file_objection(scene.session, scene.actor("a1"), at(15), await scene.case("a1"), "计分有误")
    await admit_objection(scene.session, scene.actor("office"), at(15), one)
    await dismiss_objection(scene.session, scene.actor("office"), at(15), one, "无误")
    assert (await dates(scene))[f"second {one}"] == end(22)
    await rest(scene, at(16), 17, 20)
    assert (await dates(scene))[f"second {one}"] == end(24)
    due = await scene.value("SELECT due_at FROM deadline WHERE subject = 'objection' AND subject_id = :id AND step = 2"
                            " AND fired_at IS NULL", id=one)  # fmt: skip
    assert due == end(24)


@pytest.mark.req("S3-41")
async def test_the_time_to_sign_for_a_result_counts_from_its_delivery(at_feedback: Scene) -> None:
    """Told on Wednesday the 22nd: five working days, the 29th. The 24th off: the 30th. Others keep the stage's date."""
    scene = at_feedback
    await give_feedback(scene.session, scene.world, at(22, hour=2), "a1")
    assert (await scene.row("a1"))["due_at"] == end(29)
    await rest(scene, at(23), 24)
    assert (await scene.row("a1"))["due_at"] == end(30)
    assert (await own_rows(scene, "a1"))["expire", 0] == end(30)
    assert (await scene.row("a2"))["due_at"] == (await dates(scene))["stage feedback"]


@pytest.mark.req("S3-31")
async def test_an_extended_date_is_the_office_s_word_and_stays(at_self_summary: Scene) -> None:
    scene = at_self_summary
    until = at(20, hour=10)
    await extend_stage(scene.session, scene.actor("office"), at(2), scene.world.cycle_id, "self_summary", until, "办案")
    await override(scene, at(2), True, date(2026, 4, 4))
    assert (await dates(scene))["stage self_summary"] == (await scene.row("a1"))["due_at"] == until
    await rest(scene, at(2), *range(7, 19))
    assert (await dates(scene))["stage self_summary"] == until
    await rest(scene, at(2), 20, 21)
    await override(scene, at(2), False, date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 4))
    assert (await dates(scene))["stage self_summary"] == end(24)  # three working days are later now


@pytest.mark.req("S3-31")
async def test_a_suspended_cycle_has_its_dates_computed_when_it_resumes(at_self_summary: Scene) -> None:
    scene = at_self_summary
    office, cycle = scene.actor("office"), scene.world.cycle_id
    await suspend_cycle(scene.session, office, at(2), cycle, "机构改革")
    before = await dates(scene)
    await rest(scene, at(3), 17)
    assert await dates(scene) == before
    await resume_cycle(scene.session, office, at(15), cycle)
    # The 2nd was left of the term with the 3rd and the 7th: three days after the 15th, the 17th being off.
    assert (await dates(scene))["stage self_summary"] == end(21)


@pytest.mark.req("S3-31")
async def test_a_pause_is_kept_when_the_cycle_moves_on_and_when_the_calendar_changes(at_self_summary: Scene) -> None:
    scene = at_self_summary
    office, cycle = scene.actor("office"), scene.world.cycle_id
    await suspend_cycle(scene.session, office, at(2), cycle, "机构改革")
    await resume_cycle(scene.session, office, at(9), cycle)
    planned = await dates(scene)
    assert planned["stage decision"] == end(28)  # planned for the 21st, five working days later
    await submit_all(scene.session, scene.world, at(9), *EVERYONE)
    await scene.relay(at(9))
    assert (await scene.cycle())["state"] == "aggregation"
    # Earlier, for everyone was quick, but not than the fixed day as the pause has moved it: the 20th and five days.
    assert (await dates(scene))["stage decision"] == end(27)
    await rest(scene, at(9), 24)
    assert (await dates(scene))["stage decision"] == end(28)


@pytest.mark.req("S3-31")
async def test_an_extension_takes_stragglers_with_an_earlier_date_along(at_aggregation: Scene) -> None:
    """a1 came back to aggregation late, with a date of his own; the stage is extended past it."""
    scene = at_aggregation
    case = await scene.cases("a1")
    await return_summary(scene.session, scene.actor("a_clerk"), at(9), case, "过于简略")
    await submit_all(scene.session, scene.world, at(10), "a1")
    own = (await scene.row("a1"))["due_at"]
    assert own == end(14)
    assert (await own_rows(scene, "a1"))["expire", 0] == own
    until = at(20, hour=16)
    office, cycle = scene.actor("office"), scene.world.cycle_id
    await extend_stage(scene.session, office, at(10), cycle, "aggregation", until, "集中办案")
    assert (await scene.row("a1"))["due_at"] == until
    rows = await own_rows(scene, "a1")
    assert rows["expire", 0] == until
    assert rows["remind", 1] == at(17)
    assert rows["escalate", 1] == end(21)
    assert (await stage_rows(scene))["expire", 0] == until
    task = await scene.value("SELECT due_at FROM task WHERE subject = 'assessment' AND subject_id = :id AND state = 'open'",
                             id=case[0])  # fmt: skip
    assert task == until
    reason = await scene.value("SELECT extension_reason FROM stage_term WHERE cycle_id = :id AND stage = 'aggregation'",
                               id=cycle)  # fmt: skip
    assert reason == "集中办案"


@pytest.mark.req("S3-33")
async def test_an_extension_moves_the_tasks_of_later_stages_too(at_self_summary: Scene) -> None:
    scene = at_self_summary
    office, cycle = scene.actor("office"), scene.world.cycle_id
    await extend_stage(scene.session, office, at(2), cycle, "aggregation", at(30, hour=16), "集中办案")
    task = await scene.value("SELECT due_at FROM task WHERE kind = 'freeze_quota' AND cycle_id = :id", id=cycle)
    assert task == (await dates(scene))["stage decision"] > end(30)


@pytest.mark.req("S3-38")
async def test_an_extension_leaves_the_terms_of_objections_alone(at_publicity: Scene) -> None:
    scene = at_publicity
    one = await file_objection(scene.session, scene.actor("a1"), at(8), await scene.case("a1"), "计分有误")
    before = await dates(scene)
    office, cycle = scene.actor("office"), scene.world.cycle_id
    await extend_stage(scene.session, office, at(8), cycle, "publicity", at(8, month=6, hour=16), "网络故障")
    after = await dates(scene)
    assert [after[f"{what} {one}"] for what in ("admitting", "deciding")] == [
        before[f"{what} {one}"] for what in ("admitting", "deciding")
    ]

"""Records in a cycle: what is missing costs points, leave costs none, and nothing is added up before its time is over."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import INDICATORS, aggregate_unit, submit_all
from support.records import KEY, records_text, shanghai
from support.scene import Scene
from support.world import add_performance, make_world

from kaohe.schema.models import Attendance, ImportBatch, WorkRecord
from kaohe.workflow import policies
from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.facts.model import RecordCount
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.records.owed import owed_in
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.facts import gather
from kaohe.workflow.records import record_leave
from kaohe.workflow.situations import load_situation

DAYS = [one.last for one in owed_in(RecordKind.DAILY_LOG, Period.parse("2026Q1"), WorkCalendar())]
OPENED = shanghai(4, 1)
#: 24:00 of the fifth working day after 31 March 2026.
OVER = shanghai(4, 9, 0)


async def keep(scene: Scene, name: str, *without: date) -> None:
    """Logs of every working day of the quarter but these."""
    world = scene.world
    for day in DAYS:
        if day not in without:
            evening = shanghai(day.month, day.day, 18)
            scene.session.add(
                WorkRecord(
                    body_id=world.body_id,
                    person_id=world.people[name],
                    unit_id=world.unit_of[name],
                    policy_version_id=await scene.value(
                        "SELECT policy_version_id FROM cycle WHERE id = :id", id=world.cycle_id
                    ),
                    kind="daily_log",
                    covers=day.isoformat(),
                    first_day=day,
                    last_day=day,
                    text="走访",
                    items=[],
                    recorded_at=evening,
                    changed_at=evening,
                )
            )
    await scene.session.flush()


async def begun(session: AsyncSession, policy: str) -> Scene:
    """The quarter under a policy; the summaries of three people of unit a are in."""
    world = await make_world(session)
    await add_performance(session, world)
    office = world.actor("office")
    await policies.publish(session, office, OPENED, policy)
    world.cycle_id = await create_cycle(session, office, OPENED, KEY, "2026Q1")
    await open_cycle(session, office, OPENED, world.cycle_id)
    await submit_all(session, world, OPENED, "a1", "a2", "a3")
    return Scene(session, world, OVER)


@pytest_asyncio.fixture
async def scene(session: AsyncSession) -> Scene:
    return await begun(session, records_text())


async def counts(scene: Scene, name: str) -> RecordCount:
    situation = await load_situation(scene.session, scene.world.body_id, scene.world.cycle_id)
    case = await scene.case(name)
    found = (await gather(scene.session, situation, [case]))[case].records
    assert set(found) == {RecordKind.DAILY_LOG}  # the inventory is not required, the summary belongs to Q4
    return found[RecordKind.DAILY_LOG]


@pytest.mark.req("S1-13")
async def test_missing_logs_cost_points(scene: Scene):
    await keep(scene, "a1")
    await keep(scene, "a2", *DAYS[:3])
    assert await counts(scene, "a2") == RecordCount(len(DAYS), len(DAYS) - 3)
    await aggregate_unit(scene.session, scene.world, OVER, "a", "a1", "a2", "a3")
    whole = (await scene.row("a1"))["score"]
    assert (await scene.row("a2"))["score"] == whole - Decimal("1.5")
    assert (await scene.row("a3"))["score"] == whole - 20  # none at all: the most that is taken off


@pytest.mark.req("S1-13")
async def test_days_of_leave_cost_nothing(scene: Scene):
    first, last = DAYS[10], DAYS[12]
    await keep(scene, "a1")
    await keep(scene, "a2", *DAYS[10:13])
    world = scene.world
    await record_leave(scene.session, world.actor("a_clerk"), OVER, world.people["a2"], "annual", first, last)
    assert await counts(scene, "a2") == RecordCount(len(DAYS) - 3, len(DAYS) - 3)
    await aggregate_unit(scene.session, world, OVER, "a", "a1", "a2")
    assert (await scene.row("a2"))["score"] == (await scene.row("a1"))["score"]


@pytest.mark.req("S1-13", "§4")
async def test_leave_that_is_only_counted_by_attendance_costs_nothing(scene: Scene):
    await keep(scene, "a1")
    await keep(scene, "a2", *DAYS[:3])
    session, world = scene.session, scene.world
    batch = ImportBatch(body_id=world.body_id, kind="attendance", file_name="x", sha256="0" * 64, rows=1, summary={})
    session.add(batch)
    await session.flush()
    for month, days in (("2026-01", "1"), ("2026-02", "1.5"), ("2026-04", "9")):
        session.add(
            Attendance(
                body_id=world.body_id,
                person_id=world.people["a2"],
                month=month,
                absent_days=Decimal(0),
                sick_days=Decimal(days),
                personal_days=Decimal(0),
                late_count=0,
                batch_id=batch.id,
            )
        )
    await session.flush()
    assert await counts(scene, "a2") == RecordCount(len(DAYS) - 2, len(DAYS) - 3)
    await aggregate_unit(session, world, OVER, "a", "a1", "a2")
    assert (await scene.row("a2"))["score"] == (await scene.row("a1"))["score"] - Decimal("0.5")


@pytest.mark.req("S1-12", "S1-13")
async def test_nothing_is_added_up_while_a_log_may_still_come(scene: Scene):
    async with scene.refused(Code.RECORDS_STILL_OPEN) as refusals:
        await aggregate_unit(scene.session, scene.world, OVER - timedelta(seconds=1), "a", "a1")
    assert "2026-04-09 00:00" in refusals[0].message
    await aggregate_unit(scene.session, scene.world, OVER, "a", "a1")
    assert await scene.state("a1") == "review"


@pytest.mark.req("S1-12")
async def test_a_scheme_that_requires_no_record_waits_for_none(session: AsyncSession):
    free = records_text().replace("[records.daily_log]", "[records.daily_log]\nrequired = false")
    free = free.replace('missing_records = [{ record = "daily_log", points = "0.5", most = 20 }]\n', "")
    scene = await begun(session, free)
    await aggregate_unit(session, scene.world, OPENED, "a", "a1")
    assert await scene.state("a1") == "review"


@pytest.mark.req("S1-12", "S1-13")
async def test_a_deadline_before_that_moves_nobody_and_tells_those_above(session: AsyncSession):
    """Logs may come for ten working days, until the end of 15 April; the aggregation is due before."""
    longer = records_text().replace("longest = 100", "longest = 100\nbackfill = { working_days = 10 }")
    scene = await begun(session, longer)
    clerk, over = scene.world.actor("a_clerk"), shanghai(4, 16, 0)
    scores = {await scene.case("a1"): {key: Decimal(92) for key in INDICATORS}}
    await record_scores(session, clerk, OPENED, scores)
    await scene.sweep(shanghai(4, 8))  # nobody writes a summary any more
    await scene.relay(shanghai(4, 8))
    await scene.sweep(over - timedelta(minutes=1))
    assert await scene.state("a1") == "aggregation"
    fired = await scene.rows(
        "SELECT kind, outcome FROM deadline WHERE body_id = :body AND stage = 'aggregation' AND fired_at IS NOT NULL",
        body=scene.world.body_id,
    )
    assert [row["outcome"] for row in fired if row["kind"] == "expire"] == ["moved 0, held 12, nobody to tell"]
    assert any("told" in row["outcome"] for row in fired if row["kind"] == "escalate")
    await aggregate(session, clerk, over, await scene.cases("a1"))
    assert await scene.state("a1") == "review"

"""Records in a cycle: what is missing costs points, leave costs none, and nothing is added up before its time is over."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import aggregate_unit, submit_all
from support.records import KEY, publish_records, records_text, shanghai
from support.scene import Scene
from support.world import add_performance, make_world

from kaohe.schema.models import Attendance, ImportBatch, WorkRecord
from kaohe.workflow import policies
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


@pytest_asyncio.fixture
async def scene(session: AsyncSession) -> AsyncIterator[Scene]:
    """The quarter of unit a, whose summaries are in."""
    world = await make_world(session)
    await add_performance(session, world)
    await publish_records(session, world, OPENED)
    office = world.actor("office")
    world.cycle_id = await create_cycle(session, office, OPENED, KEY, "2026Q1")
    await open_cycle(session, office, OPENED, world.cycle_id)
    await submit_all(session, world, OPENED, "a1", "a2", "a3")
    yield Scene(session, world, OVER)


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
    world = await make_world(session)
    await add_performance(session, world)
    free = records_text().replace("[records.daily_log]", "[records.daily_log]\nrequired = false")
    free = free.replace('missing_records = [{ record = "daily_log", points = "0.5", most = 20 }]\n', "")
    await policies.publish(session, world.actor("office"), OPENED, free)
    world.cycle_id = await create_cycle(session, world.actor("office"), OPENED, KEY, "2026Q1")
    await open_cycle(session, world.actor("office"), OPENED, world.cycle_id)
    await submit_all(session, world, OPENED, "a1")
    await aggregate_unit(session, world, OPENED, "a", "a1")
    assert await world.state(session, "a1") == "review"

"""Statistics of a whole district: by rank with highest, lowest and mean (S1-31), by class of unit, and who took part."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from support.ballots import Polls, polls
from support.drive import at
from support.world import World, make_world
from what_if.conftest import Quarter

from kaohe.policies.shipped import shipped_text
from kaohe.schema.models import Assessment, Person, Unit
from kaohe.schema.session import Database
from kaohe.workflow import policies
from kaohe.workflow.cycles import create_cycle
from kaohe.workflow.queries.statistics import participation_of, statistics_of

#: 222 at one rank, 387 at the next, 731 others (S1-31).
RANKS = ("正科级",) * 222 + ("副科级",) * 387 + ("一般干部",) * 731
CLASSES = ("township", "district_unit", "")


def score_of(n: int) -> Decimal:
    return Decimal(6000 + n * 37 % 3990) / 100


def class_of(n: int) -> str:
    return CLASSES[n % 3] or "district_unit"


@pytest_asyncio.fixture
async def district(session: AsyncSession) -> World:
    """1,340 scored cases in three units: a township, a district unit, and one that is registered under no class."""
    world = await make_world(session)
    office = world.actor("office")
    await policies.publish(session, office, at(1), shipped_text("show-assess-use"))
    world.cycle_id = await create_cycle(session, office, at(1), "show-assess-use", "2026Q1")
    body = world.body_id
    units = [
        Unit(body_id=body, key=f"many{n}", name=f"many{n}", unit_class=key, position=n) for n, key in enumerate(CLASSES)
    ]
    session.add_all(units)
    await session.flush()
    people = [
        Person(body_id=body, number=f"many{n}", name=f"many{n}", unit_id=units[n % 3].id, rank=RANKS[n])
        for n in range(1340)
    ]
    session.add_all(people)
    await session.flush()
    session.add_all(_case(world, n, one) for n, one in enumerate(people))
    await session.flush()
    return world


def _case(world: World, n: int, person: Person) -> Assessment:
    return Assessment(
        body_id=world.body_id,
        state="review",
        cycle_id=world.cycle_id,
        person_id=person.id,
        unit_id=person.unit_id,
        own_unit_id=person.unit_id,
        post="",
        rank=person.rank,
        entered_at=at(1),
        score=score_of(n),
        summary="submitted",
    )


def expected(which: Callable[[int], str]) -> dict[str, tuple[int, Decimal, Decimal, Decimal]]:
    found = {}
    for value in sorted({which(n) for n in range(1340)}):
        scores = [score_of(n) for n in range(1340) if which(n) == value]
        mean = (sum(scores, Decimal()) / len(scores)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        found[value] = (len(scores), max(scores), min(scores), mean)
    return found


def told(buckets: list[dict[str, Any]]) -> dict[str, tuple[int, Decimal, Decimal, Decimal]]:
    return {one["value"]: (one["count"], one["highest"], one["lowest"], one["mean"]) for one in buckets}


@pytest.mark.req("S1-31")
async def test_1340_people_by_rank(session: AsyncSession, district: World) -> None:
    found = await statistics_of(session, district.actor("office"), district.cycle_id)
    assert told(found["rank"]) == expected(lambda n: RANKS[n])
    assert {one["value"]: one["count"] for one in found["rank"]} == {"正科级": 222, "副科级": 387, "一般干部": 731}
    assert found["overall"]["count"] == 1340


@pytest.mark.req("S1-17")
async def test_by_class_of_unit_with_the_default_for_those_registered_under_none(
    session: AsyncSession, district: World
) -> None:
    found = await statistics_of(session, district.actor("office"), district.cycle_id)
    assert told(found["unit_class"]) == expected(class_of)


async def test_one_statement_each(session: AsyncSession, district: World) -> None:
    seen: list[str] = []
    connection = (await session.connection()).sync_connection
    event.listen(connection, "before_cursor_execute", lambda _c, _k, statement, *_rest: seen.append(statement))
    await statistics_of(session, district.actor("office"), district.cycle_id)
    await participation_of(session, district.actor("office"), district.cycle_id)
    assert len(seen) == 2


async def test_a_scheme_without_classes_has_none(sealed: Quarter) -> None:
    data = await sealed.api.ask(
        "office",
        "query($c: ID!) { statistics(cycleId: $c) { byUnitClass { value } participation { people summaries records "
        "recorders raters castBallots } } }",
        c=sealed.api.cycle,
    )
    assert data["statistics"] == {
        "byUnitClass": [],
        "participation": {
            "people": 11,
            "summaries": 11,
            "records": 0,
            "recorders": 0,
            "raters": 0,
            "castBallots": 0,
        },
    }


@pytest_asyncio.fixture
async def cast(fresh_database: Database, tmp_path: Any) -> Polls:
    """Two of unit a's eight raters have cast."""
    found = await polls(fresh_database, tmp_path / "keys")
    await found.tend()
    for name in ("a1", "chief"):
        await found.cast(name)
    return found


async def participation(cast: Polls, who: str) -> Any:
    async with cast.database.session() as session:
        return await participation_of(session, cast.world.actor(who), cast.world.cycle_id)


async def test_ballots_of_boxes_whose_numbers_one_may_see(cast: Polls) -> None:
    every = await participation(cast, "office")
    assert (every["raters"], every["cast_ballots"]) == (16, 2)
    own = await participation(cast, "a_leader")
    assert (own["raters"], own["cast_ballots"], own["people"]) == (8, 2, 6)
    rater = await participation(cast, "a1")
    assert (rater["raters"], rater["cast_ballots"], rater["people"]) == (0, 0, 1)


async def test_records_that_end_in_the_period(cast: Polls) -> None:
    for day, covers in (("2026-03-05", "2026-03-05"), ("2025-12-31", "2025-12-31")):
        await cast.run(
            "INSERT INTO work_record (body_id, person_id, unit_id, policy_version_id, kind, covers, first_day, last_day, "
            "text, items, recorded_at, changed_at, revision, backfilled) SELECT p.body_id, p.id, p.unit_id, v.id, "
            "'daily_log', :covers, :day, :day, '', '[]', :now, :now, 1, false FROM person p "
            "JOIN policy_version v ON v.body_id = p.body_id WHERE p.name = 'a1' ORDER BY v.id LIMIT 1",
            covers=covers,
            day=date.fromisoformat(day),
            now=cast.now,
        )
    found = await participation(cast, "office")
    assert (found["records"], found["recorders"], found["summaries"]) == (1, 1, 12)

"""The growth file: results as they become final, with corrections, merits, circumstances and the reserve pool."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import event
from support.drive import answer_all, at, give_feedback, opened, walk_to
from support.scene import Scene

from kaohe.schema.models import MeritEvent
from kaohe.schema.session import Database
from kaohe.workflow.corrections import SupplementKind, supplement
from kaohe.workflow.domain.facts.model import CircumstanceKind
from kaohe.workflow.domain.policy.outcomes import Outcome
from kaohe.workflow.people import record_circumstance
from kaohe.workflow.person_file import person_file
from kaohe.workflow.queries import assessments, reading
from kaohe.workflow.supervision import enter_reserve


@pytest_asyncio.fixture
async def at_appeal(database: Database) -> AsyncIterator[Scene]:
    async with database.session() as session:
        world = await opened(session, at(1), key="psb-file")
        yield Scene(session, world, await walk_to(session, world, "appeal"))
        await session.rollback()


async def read(scene: Scene, name: str, who: str) -> dict[str, Any] | None:
    return await person_file(scene.session, scene.actor(who), scene.world.people[name])


async def results(scene: Scene, name: str) -> list[dict[str, Any]]:
    found = await read(scene, name, "office")
    assert found is not None
    return list(found["results"])


async def _final(scene: Scene) -> None:
    await answer_all(scene.session, scene.world, at(16))
    await scene.sweep(at(22))


@pytest.mark.req("S0-29", "S0-30")
async def test_a_result_stands_in_it_from_the_moment_that_it_is_final(at_appeal: Scene) -> None:
    assert await results(at_appeal, "a1") == []
    await _final(at_appeal)
    (line,) = await results(at_appeal, "a1")
    told = {name: line[name] for name in ("period", "policy_key", "grade", "outcome", "archived", "corrected", "goals")}
    assert told == {
        "period": "2026Q1",
        "policy_key": "county-psb",
        "grade": "good",
        "outcome": "graded",
        "archived": False,
        "corrected": False,
        "goals": [],
    }
    await give_feedback(at_appeal.session, at_appeal.world, at(22, hour=2), "a1")
    assert (await results(at_appeal, "a1"))[0]["goals"] == ["提高结案率"]


@pytest.mark.req("S0-29", "S0-30")
async def test_a_correction_counts_at_once(database: Database) -> None:
    async with database.session() as session:
        world = await opened(session, at(1), key="psb-corrected")
        scene = Scene(session, world, await walk_to(session, world, "archived"))
        case = await scene.case("a3")
        kind = SupplementKind.CLERICAL_ERROR
        await supplement(session, scene.actor("office"), at(24), case, kind, Outcome.GRADED, "good", "笔误")
        (line,) = await results(scene, "a3")
        assert (line["grade"], line["corrected"], line["archived"]) == ("good", True, True)
        await session.rollback()


@pytest.mark.req("S0-29")
async def test_it_is_for_the_person_the_office_and_the_committee(at_appeal: Scene) -> None:
    for who in ("a1", "office", "secretary", "member3"):
        assert await read(at_appeal, "a1", who) is not None, who
    for who in ("a2", "a_leader", "a_clerk", "admin", "authority"):
        assert await read(at_appeal, "a1", who) is None, who
    assert await person_file(at_appeal.session, at_appeal.actor("office"), 10**9) is None


@pytest.mark.req("S0-29", "S0-31")
async def test_everything_that_counts_is_in_it_in_five_statements(at_appeal: Scene) -> None:
    await _final(at_appeal)
    person, office = at_appeal.world.people["a1"], at_appeal.actor("office")
    await record_circumstance(
        at_appeal.session, office, at(22), person, CircumstanceKind.INVESTIGATION, date(2026, 4, 1)
    )
    await enter_reserve(at_appeal.session, office, at(22), person, date(2026, 4, 1), "实绩突出")
    for matter, withdrawn in (("获县委表彰", None), ("误录", at(22))):
        at_appeal.session.add(
            MeritEvent(
                body_id=office.body_id,
                person_id=person,
                policy_key="county-psb",
                standard="county_commendation",
                matter=matter,
                points=Decimal(2),
                happened_on=date(2026, 3, 1),
                document="〔2026〕3号",
                recorded_by=office.person_id,
                recorded_at=at(22),
                withdrawn_at=withdrawn,
            )
        )
    await at_appeal.session.flush()
    seen: list[str] = []
    connection = await at_appeal.session.connection()
    note = lambda *call: seen.append(call[2])  # noqa: E731
    event.listen(connection.sync_connection, "before_cursor_execute", note)
    found = await read(at_appeal, "a1", "office")
    event.remove(connection.sync_connection, "before_cursor_execute", note)
    assert found is not None
    assert [len(found[part]) for part in ("results", "merits", "circumstances", "reserve")] == [1, 1, 1, 1]
    assert found["merits"][0]["matter"] == "获县委表彰"
    assert len(seen) == 5


@pytest.mark.req("S0-31")
async def test_nobody_learns_from_his_own_file_that_he_is_in_the_reserve_pool(at_appeal: Scene) -> None:
    """The pool is for the office and the committee."""
    person, office = at_appeal.world.people["a1"], at_appeal.actor("office")
    await enter_reserve(at_appeal.session, office, at(22), person, date(2026, 4, 1), "实绩突出")
    for who, told in (("a1", 0), ("office", 1), ("member3", 1)):
        found = await read(at_appeal, "a1", who)
        assert found is not None
        assert len(found["reserve"]) == told


@pytest.mark.req("S0-30")
async def test_the_quarters_final_results_are_one_list(at_appeal: Scene) -> None:
    async def listed(who: str) -> int:
        return await reading.count(at_appeal.session, at_appeal.actor(who), assessments.FINAL_RESULTS, [])

    assert await listed("office") == 0
    await _final(at_appeal)
    assert (await listed("office"), await listed("authority"), await listed("a1")) == (12, 12, 1)

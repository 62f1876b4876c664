"""A process keeps what it has read of a body's roster: whatever changes it, by whomever, is seen by the very next move."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import at, opened
from support.world import World

from kaohe.schema.session import Database
from kaohe.workflow import rosters
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.situations import load_situation

pytestmark = pytest.mark.req("design: one door", "Cross-6")

CHANGES = {
    "a role given": "INSERT INTO role_grant (body_id, person_id, role, unit_id)"
    " SELECT body_id, id, 'unit_clerk', unit_id FROM person WHERE body_id = :body AND number = 'a1'",
    "a role handed on": "UPDATE role_grant SET person_id = (SELECT id FROM person WHERE body_id = :body AND number = 'b1')"
    " WHERE body_id = :body AND role = 'unit_clerk'",
    "roles taken back": "DELETE FROM role_grant WHERE body_id = :body AND role = 'office'",
    "somebody gone": "UPDATE person SET active = false WHERE body_id = :body AND number = 'a_leader'",
    "a relative": "INSERT INTO relative (body_id, person_id, relative_id, relation)"
    " SELECT :body, min(id), max(id), '' FROM person WHERE body_id = :body",
    "a new unit": "INSERT INTO unit (body_id, key, name, parent_id, position, outside)"
    " SELECT :body, 'new', '新', min(id), 9, false FROM unit WHERE body_id = :body",
    "a unit's class": "UPDATE unit SET unit_class = 'front' WHERE body_id = :body AND key = 'a'",
    "a day off": "INSERT INTO calendar_override (body_id, day, working, reason) VALUES (:body, '2026-04-08', false, '')",
    "an official day": "INSERT INTO official_day (day, working, name) VALUES ('2031-02-03', false, '春节')",
    "an official year": "INSERT INTO official_year (year, source, sha256, imported_at)"
    " VALUES (2031, '', '', '2026-01-01T00:00:00Z')",
}


@pytest_asyncio.fixture
async def world(fresh_database: Database) -> AsyncIterator[World]:
    async with fresh_database.transaction() as session:
        made = await opened(session, at(1))
    yield made


async def _change(session: AsyncSession, world: World, name: str) -> None:
    body = {"body": world.body_id} if ":body" in CHANGES[name] else {}
    await session.execute(text(CHANGES[name]), body)


async def _seen(session: AsyncSession, world: World) -> tuple[object, ...]:
    return _facts(await load_situation(session, world.body_id, world.cycle_id))


async def _read_anew(session: AsyncSession, world: World) -> tuple[object, ...]:
    kept = dict(rosters._kept)
    rosters._kept.clear()
    found = await _seen(session, world)
    rosters._kept.clear()
    rosters._kept.update(kept)
    return found


def _facts(found: Situation) -> tuple[object, ...]:
    calendar = found.calendar
    days = (calendar._overrides, calendar._published_years)
    return found.holders, found.relatives, found.units, found.root_unit_id, days


@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_elsewhere_is_seen_as_soon_as_it_is_committed(
    fresh_database: Database, world: World, name: str
) -> None:
    async with fresh_database.session() as ours, fresh_database.session() as other:
        before = await _seen(ours, world)
        await _change(other, world, name)
        assert await _seen(ours, world) == before
        await other.commit()
        after = await _seen(ours, world)
        assert after != before
        assert after == await _read_anew(ours, world)


@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_of_ones_own_is_seen_at_once_and_forgotten_when_taken_back(
    fresh_database: Database, world: World, name: str
) -> None:
    async with fresh_database.session() as session:
        before = await _seen(session, world)
        await _change(session, world, name)
        assert await _seen(session, world) != before
        await session.rollback()
        assert await _seen(session, world) == before
        # What comes after is no less new than what was taken back.
        await _change(session, world, "a role handed on")
        assert await _seen(session, world) == await _read_anew(session, world)


async def test_what_has_not_changed_is_not_read_again(fresh_database: Database, world: World) -> None:
    async with fresh_database.session() as session:
        one = await load_situation(session, world.body_id, world.cycle_id)
        other = await load_situation(session, world.body_id, world.cycle_id)
        assert one.holders is other.holders
        assert one.units is other.units


async def test_another_bodys_change_is_its_own(fresh_database: Database, world: World) -> None:
    async with fresh_database.transaction() as session:
        second = await opened(session, at(1), key="psb-2")
    async with fresh_database.session() as session:
        one = await load_situation(session, world.body_id, world.cycle_id)
        await _change(session, second, "roles taken back")
        assert (await load_situation(session, world.body_id, world.cycle_id)).holders is one.holders


async def test_somebodys_change_under_way_costs_the_others_nothing(fresh_database: Database, world: World) -> None:
    async with fresh_database.session() as ours, fresh_database.session() as other:
        before = await load_situation(ours, world.body_id, world.cycle_id)
        await _change(other, world, "roles taken back")
        await _seen(other, world)
        assert (await load_situation(ours, world.body_id, world.cycle_id)).holders is before.holders


async def test_a_process_keeps_no_more_than_its_share(
    fresh_database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rosters, "_kept", {})
    async with fresh_database.session() as session:
        for name in ("a role given", "a relative", "a new unit"):
            await _change(session, world, name)
            await _seen(session, world)
        assert len(rosters._kept[world.body_id]) == 2
        assert await _seen(session, world) == await _read_anew(session, world)

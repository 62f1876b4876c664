"""A change of the calendar, an extension and a resumption against people and the clock: one order, no deadlock."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from support.drive import EVERYONE, UNITS, at, submit_all
from support.scene import Scene

from kaohe.workflow.calendar import import_calendar
from kaohe.workflow.cycles import create_cycle, extend_stage, open_cycle, resume_cycle, suspend_cycle
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.domain.calendar import end_of_day
from kaohe.workflow.objections import admit_objection, file_objection, withdraw_objection
from kaohe.workflow.people import set_calendar_day
from kaohe.workflow.summaries import return_summary

ArenaAt = Callable[[str], Awaitable["Arena"]]  # type: ignore[name-defined] # noqa: F821 - conftest's


async def _rest(scene: Scene) -> None:
    """Wednesday 8 April is off."""
    office = scene.actor("office")
    await set_calendar_day(scene.session, office, at(3), date(2026, 4, 8), working=False, reason="统一安排")


async def _return(scene: Scene) -> None:
    await return_summary(scene.session, scene.actor("a_clerk"), at(3), await scene.cases("a1"), "过于简略")


async def _import(scene: Scene) -> bool:
    content = "日期,是否上班\n2026-04-08,休\n2026-04-06,休\n".encode()
    return (await import_calendar(scene.session, at(2), "命令行", 2026, "2026.csv", content)).repeated


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize("first", ["calendar", "case"])
async def test_a_term_that_begins_meanwhile_has_the_new_calendar(arena_at: ArenaAt, first: str) -> None:
    """Three working days from the 3rd: the 9th, and the 10th with the 8th off. Whoever comes first."""
    arena = await arena_at("aggregation")
    hands = (_rest, _return) if first == "calendar" else (_return, _rest)
    assert await arena.meet(*hands) is None
    async with arena.hand() as scene:
        due = end_of_day(date(2026, 4, 10))
        assert (await scene.row("a1"))["due_at"] == due
        assert due == await scene.value(
            "SELECT due_at FROM deadline WHERE subject = 'assessment' AND kind = 'expire' AND fired_at IS NULL"
        )
        shared = await scene.value("SELECT due_at FROM stage_term WHERE stage = 'aggregation'")
        assert {(await scene.row(name))["due_at"] for name in EVERYONE if name != "a1"} == {shared}


@pytest.mark.req("Cross-6")
async def test_an_objection_that_is_filed_or_heard_meanwhile_does_not_deadlock(arena_at: ArenaAt) -> None:
    arena = await arena_at("publicity")
    async with arena.hand() as scene:
        one = await file_objection(scene.session, scene.actor("a1"), at(8), await scene.case("a1"), "计分有误")
        other = await file_objection(scene.session, scene.actor("a2"), at(8), await scene.case("a2"), "计分有误")

    async def rest(scene: Scene) -> None:
        office = scene.actor("office")
        await set_calendar_day(scene.session, office, at(8), date(2026, 4, 10), working=False)

    async def admit(scene: Scene) -> None:
        await admit_objection(scene.session, scene.actor("office"), at(8), one)

    async def withdraw(scene: Scene) -> None:
        await withdraw_objection(scene.session, scene.actor("a2"), at(8), other)

    async def file(scene: Scene) -> int:
        return await file_objection(scene.session, scene.actor("a3"), at(8), await scene.case("a3"), "计分有误")

    answers = await arena.together(rest, admit, withdraw, file)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    async with arena.hand() as scene:
        found = await scene.rows("SELECT admit_due, decide_due FROM objection WHERE state <> 'withdrawn'")
        assert {row["decide_due"] for row in found} == {end_of_day(date(2026, 4, 23))}
        assert {row["admit_due"] for row in found} == {end_of_day(date(2026, 4, 14))}


@pytest.mark.req("Cross-6")
async def test_many_people_and_a_calendar_that_changes_under_them(arena_at: ArenaAt) -> None:
    """Everyone hands in while the office sets days and extends: nothing deadlocks, and everyone shares one date."""
    arena = await arena_at("self_summary")

    def hand_in(name: str) -> Callable[[Scene], Awaitable[None]]:
        async def hand(scene: Scene) -> None:
            await submit_all(scene.session, scene.world, at(3), name)

        return hand

    async def extend(scene: Scene) -> None:
        office, cycle = scene.actor("office"), scene.world.cycle_id
        await extend_stage(scene.session, office, at(3), cycle, "aggregation", at(20, hour=16), "集中办案")

    answers = await arena.together(_rest, extend, *(hand_in(name) for names in UNITS.values() for name in names))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    async with arena.hand() as scene:
        assert {(await scene.row(name))["due_at"] for name in EVERYONE} == {at(20, hour=16)}


@pytest.mark.req("Cross-6")
@pytest.mark.parametrize("first", ["calendar", "cycle"])
async def test_a_cycle_that_is_just_being_opened_or_resumed_has_the_new_calendar(arena_at: ArenaAt, first: str) -> None:
    """The second quarter's publicity is planned over 22 July, which becomes a day off."""
    arena = await arena_at("self_summary")
    async with arena.hand() as scene:
        office = scene.actor("office")
        second = await create_cycle(scene.session, office, at(2), "county-psb", "2026Q2")
        await suspend_cycle(scene.session, office, at(2), scene.world.cycle_id, "机构改革")

    async def begin(scene: Scene) -> None:
        office = scene.actor("office")
        await resume_cycle(scene.session, office, at(3), scene.world.cycle_id)
        await open_cycle(scene.session, office, at(3), second)

    async def rest(scene: Scene) -> None:
        office = scene.actor("office")
        for day in (date(2026, 4, 8), date(2026, 7, 22)):
            await set_calendar_day(scene.session, office, at(3), day, working=False)

    assert await arena.meet(*((rest, begin) if first == "calendar" else (begin, rest))) is None
    async with arena.hand() as scene:
        due = "SELECT due_at FROM stage_term WHERE cycle_id = :id AND stage = :stage"
        assert await scene.value(due, id=second, stage="publicity") == end_of_day(date(2026, 7, 28))
        # Three days from the 1st, of which the 2nd and the 3rd were suspended: the 7th, the 9th, the 10th.
        assert await scene.value(due, id=scene.world.cycle_id, stage="self_summary") == end_of_day(date(2026, 4, 10))


@pytest.mark.req("Cross-6")
async def test_two_imports_of_one_year_take_turns(arena_at: ArenaAt) -> None:
    arena = await arena_at("self_summary")
    assert await arena.meet(_import, _import) is True  # the second finds that the first has said it all
    async with arena.hand() as scene:
        assert await scene.value("SELECT count(*) FROM official_day") == 2
        assert await scene.value("SELECT count(*) FROM history WHERE trigger = 'redate'") == 1


@pytest.mark.req("Cross-6")
async def test_a_sweep_and_a_calendar_that_gives_more_time(arena_at: ArenaAt) -> None:
    """The summary is due on the 7th, 24:00. The office makes the 7th a day off that evening: the 8th is the last."""
    arena = await arena_at("self_summary")

    async def rest(scene: Scene) -> None:
        office = scene.actor("office")
        await set_calendar_day(scene.session, office, at(7, hour=15), date(2026, 4, 7), working=False)

    async with arena.hand() as holding:
        await rest(holding)
        assert await enforce_due(arena.database, at(7, hour=16)) == 0  # the cycle is in somebody's hands
    await asyncio.gather(*(enforce_due(arena.database, at(7, hour=17)) for _ in range(2)))
    async with arena.hand() as scene:
        assert set(await scene.states(*EVERYONE)) == {"self_summary"}
    assert await enforce_due(arena.database, at(8, hour=16)) > 0
    async with arena.hand() as scene:
        assert set(await scene.states(*EVERYONE)) == {"aggregation"}

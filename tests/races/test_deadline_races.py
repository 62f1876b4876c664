"""Deadlines against people, and against each other."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text
from support.drive import EVERYONE, at, submit_all
from support.scene import Scene

from kaohe.workflow.cycles import extend_stage, resume_cycle, suspend_cycle
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.summaries import return_summary

ArenaAt = Callable[[str], Awaitable["Arena"]]  # type: ignore[name-defined] # noqa: F821 - conftest's


async def _sweep(scene: Scene) -> int:
    return await scene.sweep(at(8))


async def _submit(scene: Scene) -> None:
    await submit_all(scene.session, scene.world, at(8), "a1")


async def _extend(scene: Scene) -> None:
    office, cycle = scene.actor("office"), scene.world.cycle_id
    await extend_stage(scene.session, office, at(8), cycle, "self_summary", at(20, hour=16), "集中办案")


async def _suspend(scene: Scene) -> None:
    await suspend_cycle(scene.session, scene.actor("office"), at(8), scene.world.cycle_id, "机构改革")


@pytest.mark.req("S3-28")
async def test_a_summary_that_comes_first_is_not_missed(arena_at: ArenaAt) -> None:
    arena = await arena_at("self_summary")
    assert await arena.meet(_submit, _sweep) > 0
    async with arena.hand() as scene:
        assert [(await scene.row(name))["summary"] for name in ("a1", "a2")] == ["submitted", "missed"]
        assert (await scene.triggers("a1")) == ["open", "submit_summary"]


@pytest.mark.req("S3-28")
async def test_a_summary_that_comes_second_is_told_so_and_may_come_late(arena_at: ArenaAt) -> None:
    arena = await arena_at("self_summary")
    outcome = await arena.meet(_sweep, _submit)
    assert isinstance(outcome, Refused)
    assert {one.code for one in outcome.refusals} == {Code.WRONG_STATE}
    assert "逾期未交小结" in outcome.refusals[0].message
    async with arena.hand() as scene:
        await _submit(scene)
        assert (await scene.row("a1"))["summary"] == "late"


@pytest.mark.req("S3-28")
async def test_a_sweep_that_has_claimed_and_a_person_who_has_locked_do_not_deadlock(arena_at: ArenaAt) -> None:
    """The sweep holds the person's own deadline and wants his case; he holds the case and ends the deadline."""
    arena = await arena_at("aggregation")
    async with arena.hand() as scene:
        await return_summary(scene.session, scene.actor("a_clerk"), at(3), await scene.cases("a1"), "过于简略")
        due = (await scene.row("a1"))["due_at"]
    async with arena.hand() as person:
        case = await person.case("a1")
        await person.session.execute(text("SELECT 1 FROM assessment WHERE id = :id FOR UPDATE"), {"id": case})
        late = asyncio.create_task(enforce_due(arena.database, due))
        await arena.until_it_waits(late)
        await submit_all(person.session, person.world, due, "a1")
    assert await late > 0
    async with arena.hand() as scene:
        assert (await scene.row("a1"))["summary"] == "submitted"
        assert await scene.value("SELECT count(*) FROM deadline WHERE subject_id = :id AND subject = 'assessment'"
                                 " AND stage = 'self_summary' AND fired_at IS NULL", id=case) == 0  # fmt: skip


@pytest.mark.req("S3-28")
async def test_two_sweepers_do_everything_once(arena_at: ArenaAt) -> None:
    arena = await arena_at("self_summary")
    fired = await asyncio.gather(*(enforce_due(arena.database, at(8)) for _ in range(3)))
    async with arena.hand() as scene:
        assert sum(fired) == await scene.value("SELECT count(*) FROM deadline WHERE fired_at IS NOT NULL")
        for name in EVERYONE:
            assert (await scene.triggers(name)).count("miss_summary") == 1
        twice = await scene.rows(
            "SELECT assignee_key, kind FROM notification GROUP BY assignee_key, kind HAVING count(*) > 1"
            " AND kind LIKE 'expire%'"
        )
        assert twice == []


@pytest.mark.req("S3-31")
async def test_an_extension_that_comes_first_keeps_the_stage_open(arena_at: ArenaAt) -> None:
    arena = await arena_at("self_summary")
    assert await arena.meet(_extend, _sweep) == 0  # the cycle is in somebody's hands: the next sweep looks again
    await enforce_due(arena.database, at(8))
    async with arena.hand() as scene:
        assert await scene.state("a1") == "self_summary"


@pytest.mark.req("S3-31")
async def test_an_extension_that_comes_second_finds_everyone_gone(arena_at: ArenaAt) -> None:
    arena = await arena_at("self_summary")
    await arena.meet(_sweep, _extend)
    async with arena.hand() as scene:
        assert set(await scene.states(*EVERYONE)) == {"aggregation"}
        assert {(await scene.triggers(name)).count("miss_summary") for name in EVERYONE} == {1}


@pytest.mark.req("S3-31")
async def test_a_suspension_does_not_swallow_a_deadline_under_way(arena_at: ArenaAt) -> None:
    """It waits for the sweep; and what it comes before is done after the resumption."""
    arena = await arena_at("self_summary")
    assert await arena.meet(_sweep, _suspend) is None
    async with arena.hand() as scene:
        assert set(await scene.states(*EVERYONE)) == {"aggregation"}
        assert (await scene.cycle())["suspended_at"] is not None


@pytest.mark.req("S3-31")
async def test_a_sweep_during_a_suspension_fires_nothing(arena_at: ArenaAt) -> None:
    arena = await arena_at("self_summary")
    assert await arena.meet(_suspend, _sweep) == 0
    assert await enforce_due(arena.database, at(30)) == 0
    async with arena.hand() as scene:
        await resume_cycle(scene.session, scene.actor("office"), at(30), scene.world.cycle_id)
    assert await enforce_due(arena.database, at(30, month=6)) > 0
    async with arena.hand() as scene:
        assert set(await scene.states(*EVERYONE)) == {"aggregation"}


@pytest.mark.req("S3-28")
async def test_a_sweep_that_waits_does_not_end_the_term_of_who_has_come_back_meanwhile(arena_at: ArenaAt) -> None:
    """The sweep has seen everybody there and waits for one case; another is handed in and returned before it goes on."""
    arena = await arena_at("self_summary")
    async with arena.hand() as scene:
        first = await scene.value("SELECT min(id) FROM assessment")
        other = await scene.case("b4")
    assert first != other
    async with arena.hand() as slow:
        await slow.session.execute(text("SELECT 1 FROM assessment WHERE id = :id FOR UPDATE"), {"id": first})
        late = asyncio.create_task(enforce_due(arena.database, at(8)))
        await arena.until_it_waits(late)
        async with arena.hand() as person:
            await submit_all(person.session, person.world, at(7), "b4")
        async with arena.hand() as clerk:
            await return_summary(clerk.session, clerk.actor("b_clerk"), at(7), [other], "过于简略")
    assert await late > 0
    async with arena.hand() as scene:
        assert await scene.state("b4") == "self_summary"
        assert (await scene.triggers("b4"))[-1] == "return_summary"

"""An event recorded while the case is being aggregated: it counts, or it is refused; never is it there and not counted."""

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from support.drive import INDICATORS, at
from support.scene import Scene

from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.domain.merits import MeritInput
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.merits import record_merits

ArenaAt = Callable[[str], Awaitable[Any]]


async def _aggregate(scene: Scene) -> None:
    await aggregate(scene.session, scene.actor("a_clerk"), at(3), await scene.cases("a1"))


async def _record(scene: Scene) -> None:
    merit = MeritInput(scene.world.people["a1"], "municipal_commendation", "获市委表彰", date(2026, 3, 20), "市委8号")
    await record_merits(scene.session, scene.actor("office"), at(3), "county-psb", [merit])


async def _scored(arena: Any) -> None:
    async with arena.hand() as scene:
        scores = {await scene.case("a1"): {key: Decimal(90) for key in INDICATORS}}
        await record_scores(scene.session, scene.actor("a_clerk"), at(3), scores)


@pytest.mark.req("S0-10", "S0-11")
async def test_who_comes_after_the_aggregation_is_told_so(arena_at: ArenaAt) -> None:
    arena = await arena_at("aggregation")
    await _scored(arena)
    outcome = await arena.meet(_aggregate, _record)
    assert isinstance(outcome, Refused), outcome
    assert {one.code for one in outcome.refusals} == {Code.CASE_AGGREGATED}


@pytest.mark.req("S0-10", "S0-11")
async def test_the_aggregation_that_waits_counts_it(arena_at: ArenaAt) -> None:
    arena = await arena_at("aggregation")
    await _scored(arena)
    assert await arena.meet(_record, _aggregate) is None
    async with arena.hand() as scene:
        assert (await scene.row("a1"))["score"] == Decimal(94)

"""Cards and unit items that meet the score they count for: what comes first is in it, what comes after is refused."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from support.carded import GOOD, MIXED, issued, with_cards
from support.drive import INDICATORS, at, submit_all
from support.scene import Scene

from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.cards import use_card
from kaohe.workflow.domain.cards import CardState
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.unit_items import UnitItemInput, record_unit_items

pytestmark = pytest.mark.req("S0-20", "S0-8")

Arenas = Callable[..., Awaitable[Any]]


async def prepared(arena_at: Arenas, cards: int = 2, about: str | None = None) -> tuple[Any, list[str]]:
    """a1's score lacks nothing; the tokens of fresh cards."""
    arena = await arena_at("self_summary", with_cards)
    async with arena.hand() as scene:
        await submit_all(scene.session, scene.world, at(2), "a1")
        scores = {await scene.case("a1"): dict.fromkeys(INDICATORS, Decimal(92))}
        await record_scores(scene.session, scene.actor("a_clerk"), at(2), scores)
        _, tokens = await issued(scene.session, scene.world, at(2), cards, about=about)
    return arena, tokens


async def aggregating(scene: Scene) -> None:
    await aggregate(scene.session, scene.actor("a_clerk"), at(3), await scene.cases("a1"))


def using(token: str, levels: dict[str, str] = GOOD) -> Callable[[Scene], Awaitable[Any]]:
    async def act(scene: Scene) -> Any:
        return await use_card(scene.session, token, at(3), levels, "")

    return act


async def recording(scene: Scene) -> None:
    item = UnitItemInput(scene.world.units["a"], "level", Decimal(100), "测评报告")
    await record_unit_items(scene.session, scene.actor("office"), at(3), scene.world.cycle_id, [item])


async def points(arena: Any, part: str) -> list[Decimal]:
    async with arena.hand() as scene:
        row = await scene.row("a1")
    return [Decimal(line["points"]) for line in row["breakdown"] if line["part"] == part]


@pytest.mark.parametrize("about", [None, "a1"])
async def test_a_card_waits_for_the_score_and_comes_too_late(arena_at: Arenas, about: str | None) -> None:
    arena, [first, second] = await prepared(arena_at, about=about)
    async with arena.hand() as scene:
        await use_card(scene.session, first, at(2), MIXED, "")
    late = await arena.meet(aggregating, using(second))
    assert (late.kept, late.card.state) == (False, CardState.EXPIRED)
    assert await points(arena, "window") == [Decimal("2.333333")]  # 140/3 of 100, times 5


@pytest.mark.parametrize("about", [None, "a1"])
async def test_a_score_waits_for_the_card_and_has_it(arena_at: Arenas, about: str | None) -> None:
    arena, [first, _] = await prepared(arena_at, about=about)
    assert await arena.meet(using(first), aggregating) is None
    assert await points(arena, "window") == [Decimal(5)]


async def test_of_two_answers_on_one_card_the_first_counts(arena_at: Arenas) -> None:
    arena, [token, _] = await prepared(arena_at)
    late = await arena.meet(using(token, MIXED), using(token, GOOD))
    assert (late.kept, late.card.state) == (False, CardState.USED)
    async with arena.hand() as scene:
        await aggregating(scene)
    [found] = await points(arena, "window")
    assert abs(Fraction(found) - Fraction(140, 3) * 5 / 100) < Fraction(1, 10**6)


async def test_a_unit_item_waits_for_the_score_and_comes_too_late(arena_at: Arenas) -> None:
    arena, _ = await prepared(arena_at)
    async with arena.hand() as scene:
        for item in ("level", "satisfaction"):
            given = [UnitItemInput(scene.world.units["a"], item, Decimal(50), "测评报告")]
            await record_unit_items(scene.session, scene.actor("office"), at(2), scene.world.cycle_id, given)
    late = await arena.meet(aggregating, recording)
    assert isinstance(late, Refused)
    assert [one.code for one in late.refusals] == [Code.UNIT_AGGREGATED]
    assert sorted(await points(arena, "service")) == [Decimal("0.5"), Decimal(1)]

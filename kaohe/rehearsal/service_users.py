"""Evaluation cards (评议卡片): handed out by windows, filled in by those they serve, who have no account (S0-20)."""

from collections.abc import Sequence
from random import Random
from urllib.parse import urlsplit

from kaohe.rehearsal.people import UNIT_CLERK
from kaohe.rehearsal.world import World

#: Cards that a window hands out in a quarter, and how many of them come back.
_HANDED_OUT, _COME_BACK = 12, 8

#: So many a minute are accepted from one address, from which all of ours come.
_A_MINUTE = 24

_ITEMS = ("attitude", "quality", "effect")
_LEVELS = ("very_satisfied", "satisfied", "fairly_satisfied", "dissatisfied")
_HOW_OFTEN = (60, 28, 9, 3)


async def hand_out(world: World, windows: Sequence[str]) -> list[str]:
    """The clerks of these units issue cards; the links of all."""
    links = []
    for unit in windows:
        clerk = await world.people.session(world.people.the(UNIT_CLERK, unit))
        given = {"cycleId": world.cycle_id, "unitId": unit, "count": _HANDED_OUT}
        issued = await clerk.do("issueCards", given, "cards { link }")
        links += [urlsplit(card["link"]).path for card in issued["cards"][:_COME_BACK]]
        world.happened("card_issued", _HANDED_OUT)
    return links


async def fill_in(world: World, links: Sequence[str], chance: Random) -> None:
    """Those who were served look at the page and send it; a card that is sent again does not count twice."""
    client = (await world.office()).client
    for place, link in enumerate(links):
        if place % _A_MINUTE == 0:
            await world.later(minutes=2)
        await client.visit(link, None, expected=200)
        ticked = {f"item.{item}": chance.choices(_LEVELS, _HOW_OFTEN)[0] for item in _ITEMS}
        if place == 0:
            await client.visit(link, {"item.attitude": _LEVELS[0]}, expected=400)
            world.happened("card_incomplete")
        remark = "办事很快，谢谢" if place % 5 == 0 else ""
        await client.visit(link, {**ticked, "remark": remark}, expected=200)
        world.happened("card_used")
    if links:
        await client.visit(links[-1], {"item.attitude": _LEVELS[0]}, expected=410)
        world.happened("card_refused")

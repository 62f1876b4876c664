"""The plays (排练的剧本): what people do in a quarter, one for each shipped scheme. `steps` is what they share."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from kaohe.demo.districts import ROSTERS
from kaohe.demo.roster import ROSTER
from kaohe.rehearsal.options import Options
from kaohe.rehearsal.plays import county_psb, daguan, show_assess_use
from kaohe.rehearsal.report import Figures
from kaohe.rehearsal.world import Node, World


def _nothing(_world: World) -> None:
    """People write nothing before the cycle opens."""


async def _no_figures(_world: World, _cases: Sequence[Node]) -> list[Figures]:
    return []


@dataclass(frozen=True)
class Play:
    """A scheme's play. `plan` puts on the agenda what goes on during a quarter, before any quarter is played; `play`
    brings a quarter to its archive; `figures` tells what the scheme's source reports. `body` is what the body is called."""

    body: str
    play: Callable[[World], Awaitable[list[Node]]]
    plan: Callable[[World], None] = _nothing
    figures: Callable[[World, Sequence[Node]], Awaitable[list[Figures]]] = _no_figures


PLAYS: Mapping[str, Play] = {
    "county-psb": Play("某县公安局（排练）", county_psb.play),
    "daguan": Play("大观区（排练）", daguan.play, daguan.plan, daguan.figures),
    "show-assess-use": Play("某区（排练）", show_assess_use.play, show_assess_use.plan, show_assess_use.figures),
}
"""By the key of the shipped scheme."""


def roster_of(options: Options) -> tuple[str, bytes]:
    """File name and content of the roster that plays: the one given, or the scheme's own."""
    if options.roster is not None:
        return options.roster.name, options.roster.read_bytes()
    if options.policy in ROSTERS:
        return "roster.xlsx", ROSTERS[options.policy](options.scale).to_workbook()
    return "roster.xlsx", ROSTER.read_bytes()

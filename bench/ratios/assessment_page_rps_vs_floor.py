"""A person's result with all that stands around it, by GraphQL against a hand-written handler with two statements."""

from dataclasses import replace

from bench.alternate import AtLeast, Measured
from bench.context import Bench
from bench.queries import results, same_answers
from bench.ratios.pending_tasks_rps_vs_floor import UNIT, rate
from bench.serving import api, served

NAME = "assessment_page_rps_vs_floor"
MEANING = "个案 page (breakdown, history, available actions, objections) against two statements + orjson by hand"
WANT = AtLeast(0.40)


async def measure(bench: Bench) -> Measured:
    world = await results(bench, "results")
    async with api(bench, world.url) as ours, served(bench, "servers.floor", world.url) as floor:
        pages = world.pages
        checked = await same_answers(ours, floor, pages)
        mine, theirs = rate(ours, [one.ours for one in pages]), rate(floor, [one.floor for one in pages])
        await mine()
        await theirs()
        found = await bench.compare(("kaohe", mine), ("floor", theirs), UNIT, checked=checked)
    figures = {"processor of ours, µs a request": ours.cpu_us, "of the floor": floor.cpu_us}
    return replace(found, figures=figures)

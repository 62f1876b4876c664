"""A desk's first page by GraphQL against the same field in strawberry."""

from dataclasses import replace

from bench.alternate import AtLeast, Measured
from bench.context import Bench
from bench.environments import python_of
from bench.load import LoadFailed, ask, graphql
from bench.queries import TASKS, bureaus, desks, same_data
from bench.ratios.pending_tasks_rps_vs_floor import UNIT, rate
from bench.serving import api, served

NAME = "pending_tasks_rps_vs_strawberry"
MEANING = "待办 first page, bearer session on, against strawberry with its caches on asyncpg, without authentication"
WANT = AtLeast(3.0)


async def measure(bench: Bench) -> Measured:
    python = await python_of("strawberry", bench.folder)
    world = await desks(bench, "desks", bureaus(bench), each=bench.size(100, 25))
    mine = [one.ours for one in world.tasks]
    other = [graphql(TASKS, **{"X-Body": str(body), "X-Person": str(person)}) for body, person in world.people]
    async with (
        api(bench, world.url) as ours,
        served(bench, "peers.strawberry.server", world.url, python=python) as peer,
    ):
        for one, another in list(zip(mine, other, strict=True))[:: bench.size(20, 5)]:
            if not same_data(await ask(ours.port, one), await ask(peer.port, another)):
                raise LoadFailed("strawberry's answer differs")
        sides = rate(ours, mine), rate(peer, other)
        for warming in sides:
            await warming()
        checked = "answers equal as data"
        found = await bench.compare(("kaohe", sides[0]), ("strawberry", sides[1]), UNIT, checked=checked)
    return replace(found, figures={"processor of ours, µs a request": ours.cpu_us, "of strawberry": peer.cpu_us})

"""A desk's first page by GraphQL against a hand-written handler with one statement."""

from collections.abc import Sequence

from bench.alternate import AtLeast, Measured, Side, alternate, ratio
from bench.context import Bench
from bench.load import Order
from bench.queries import bureaus, desks, same_answers
from bench.serving import Server, api, served

NAME = "pending_tasks_rps_vs_floor"
MEANING = "待办 first page, bearer session and limits on, against asyncpg + orjson by hand"
WANT = AtLeast(0.60)

UNIT = "requests/s"


def rate(server: Server, requests: Sequence[bytes]) -> Side:
    """Sixteen connections for some seconds."""

    async def side() -> float:
        return (await server.under(Order(requests, server.bench.size(2, 1)))).rate

    return side


async def measure(bench: Bench) -> Measured:
    world = await desks(bench, "desks", bureaus(bench), each=bench.size(100, 25))
    async with (
        api(bench, world.url) as ours,
        api(bench, world.url) as with_names,
        served(bench, "servers.floor", world.url) as floor,
        served(bench, "servers.floor", world.url, "no-reset") as no_reset,
        served(bench, "servers.floor", world.url) as floor_with_names,
    ):
        plain, named = world.tasks, world.named_tasks
        checked = await same_answers(ours, floor, plain)
        await same_answers(with_names, floor_with_names, named)
        sides = {
            "kaohe": rate(ours, [one.ours for one in plain]),
            "floor": rate(floor, [one.floor for one in plain]),
            "floor, no reset": rate(no_reset, [one.floor for one in plain]),
            "kaohe, with names": rate(with_names, [one.ours for one in named]),
            "floor, with names": rate(floor_with_names, [one.floor for one in named]),
        }
        for warming in sides.values():
            await warming()
        found = await alternate(bench.rounds, sides, UNIT)
    figures = {
        "floor without connection reset, requests/s": found["floor, no reset"].median,
        "against that, ratio": ratio(found["kaohe"], found["floor, no reset"]),
        "with person and unit, requests/s": found["kaohe, with names"].median,
        "with person and unit, ratio": ratio(found["kaohe, with names"], found["floor, with names"]),
        "processor of ours, µs a request": ours.cpu_us,
        "of the floor": floor.cpu_us,
        "of ours with person and unit": with_names.cpu_us,
        "of the floor with them": floor_with_names.cpu_us,
    }
    both = {name: found[name] for name in ("kaohe", "floor")}
    return Measured(ratio(found["kaohe"], found["floor"]), both, figures, checked)

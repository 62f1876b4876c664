"""One approval a request over GraphQL against eight statements by asyncpg without HTTP."""

from bench.alternate import AtLeast, Measured, alternate, ratio
from bench.context import Bench
from bench.serving import api
from bench.signing import by_http, by_program, signing

NAME = "transition_tps_vs_floor"
MEANING = "审核通过 by GraphQL, one case a request, against asyncpg with 8 statements and no HTTP, 16 at once"
WANT = AtLeast(1.0)

UNIT = "transitions/s"
WARM = 200


async def measure(bench: Bench) -> Measured:
    count, warm = bench.size(2_000, 40), bench.size(WARM, 20)
    each = bench.rounds * count + warm
    world = await signing(bench, "signing", 2 * each, together=each)
    async with api(bench, world.url) as server:
        ways = {
            "kaohe": lambda n: by_http(server, world, "kaohe", n),
            "floor": lambda n: by_program(bench, "servers.transition", world, "floor", n),
            "kaohe, 20 a request": lambda n: by_http(server, world, "kaohe, 20 a request", n, together=20),
        }
        for way in ways.values():
            await way(warm)()
        found = await alternate(bench.rounds, {name: way(count) for name, way in ways.items()}, UNIT)
    figures = {
        "20 cases a request, transitions/s": found["kaohe, 20 a request"].median,
        "with that, ratio": ratio(found["kaohe, 20 a request"], found["floor"]),
    }
    both = {name: found[name] for name in ("kaohe", "floor")}
    return Measured(ratio(found["kaohe"], found["floor"]), both, figures, await world.reckon())

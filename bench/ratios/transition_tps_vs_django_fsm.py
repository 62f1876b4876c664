"""One approval a request over GraphQL against Django and django-fsm-2 without HTTP."""

from bench.alternate import AtLeast, Measured
from bench.context import Bench
from bench.environments import python_of
from bench.ratios.transition_tps_vs_floor import UNIT, WARM
from bench.serving import api
from bench.signing import by_http, by_program, signing

NAME = "transition_tps_vs_django_fsm"
MEANING = "审核通过 by GraphQL, one case a request, against Django + django-fsm-2 in 16 threads, same rows, no HTTP"
WANT = AtLeast(3.0)


async def measure(bench: Bench) -> Measured:
    python = await python_of("django_fsm", bench.folder)
    many, few, warm = bench.size(2_000, 40), bench.size(800, 20), bench.size(WARM, 20)
    world = await signing(bench, "signing", bench.rounds * (many + few) + 2 * warm)
    async with api(bench, world.url) as server:
        await by_http(server, world, "kaohe", warm)()
        await by_program(bench, "peers.django_fsm.sign", world, "django-fsm-2", warm, python)()
        mine = by_http(server, world, "kaohe", many)
        theirs = by_program(bench, "peers.django_fsm.sign", world, "django-fsm-2", few, python)
        measured = await bench.compare(("kaohe", mine), ("django-fsm-2", theirs), UNIT)
    return Measured(measured.ratio, measured.sides, checked=await world.reckon())

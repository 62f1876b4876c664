"""What the API keeps in memory after much and mixed work, against a bare server of the same libraries after one request."""

import random
from collections.abc import Iterator

from graphql_relay import to_global_id

from bench.alternate import AtMost, Measured, Series, ratio
from bench.context import Bench
from bench.database import connected
from bench.load import LoadFailed, Order, ask, graphql
from bench.queries import NAMED_TASKS, PAGE, TASKS
from bench.seed import token
from bench.serving import Server, api, served
from bench.signing import SIGN, Signing, sign_requests, signing
from kaohe.workflow.accounts.passwords import hashed

NAME = "api_rss_vs_bare"
MEANING = "resident memory of the API after 20,000 mixed requests against bare graphene + SQLAlchemy after one"
WANT = AtMost(2.0)

PASSWORD = "bench-bench-bench"
SIGN_IN = "mutation In($input: SignInInput!) { signIn(input: $input) { token errors { code field message } } }"
BARE = '{ tasks(key: "person@60") { id kind assigneeKey } }'


def _mixed(bench: Bench, world: Signing, turn: int) -> list[bytes]:
    """20,000 requests: 60 % desks, 20 % pages, 5 % approvals, 2.5 % sign-ins, the rest refused in every way."""
    share = bench.size(200, 2)  # one per cent
    luck = random.Random(turn)
    shape = world.shape
    staff = [shape.person(body, place) for body in range(1, shape.bodies + 1) for place in shape.staff()]

    def anybody() -> Iterator[int]:
        while True:
            yield from luck.sample(staff, len(staff))

    who = anybody()

    def case(person: int) -> dict[str, str]:
        return {"id": to_global_id("Assessment", person)}

    def some(percent: float) -> range:
        return range(round(percent * share))

    requests = [graphql(TASKS, token(next(who))) for _ in some(40)]
    requests += [graphql(NAMED_TASKS, token(next(who))) for _ in some(20)]
    requests += [graphql(PAGE, token(one), case(one)) for one in (next(who) for _ in some(20))]
    requests += sign_requests(world.take("kaohe", len(some(5))))
    requests += [_sign_in(next(who), PASSWORD) for _ in some(2.5)]
    requests += [_sign_in(next(who), "wrong-wrong") for _ in some(1)]  # a few of them are locked by it
    requests += [graphql(PAGE, token(next(who)), case(next(who))) for _ in some(5)]  # somebody else's: not there
    requests += [graphql(SIGN, token(next(who)), _approval(next(who))) for _ in some(2.5)]  # not his to sign
    requests += [graphql(TASKS) for _ in some(2)]  # nobody
    requests += [graphql(f"{{ viewer {{ nothing{number} }} }}", token(next(who))) for number in some(1)]
    requests += [graphql(f"{{ viewer {number} ", token(next(who))) for number in some(1)]
    luck.shuffle(requests)
    return requests


def _sign_in(person: int, password: str) -> bytes:
    return graphql(SIGN_IN, variables={"input": {"login": f"p{person}", "password": password}})


def _approval(person: int) -> dict[str, object]:
    return {"input": {"reviews": [{"assessmentId": to_global_id("Assessment", person)}]}}


async def _ours(bench: Bench, world: Signing, turn: int) -> tuple[float, float]:
    """RSS and PSS in MiB after the mixed requests."""
    async with api(bench, world.url) as server:
        requests = _mixed(bench, world, turn)
        found = await server.under(Order(requests, errors_expected=True))
        if found.requests != len(requests) or found.failed > len(requests) // 5:
            raise LoadFailed(f"{found.failed} of {found.requests} of {len(requests)} failed")
        return _memory(server)


def _memory(server: Server) -> tuple[float, float]:
    return server.process.status_kb() / 1024, server.process.pss_kb() / 1024


async def _bare(bench: Bench, world: Signing) -> tuple[float, float]:
    async with served(bench, "servers.bare", world.url) as server:
        await ask(server.port, graphql(BARE))
        return _memory(server)


async def measure(bench: Bench) -> Measured:
    approvals = bench.rounds * bench.size(1_000, 10)
    world = await signing(bench, "mixed", approvals, tasks_each=bench.size(25, 20))
    async with connected(world.url) as connection:
        await connection.execute("UPDATE account SET password_hash = $1", await hashed(PASSWORD))
    ours, bare = [], []
    for turn in range(bench.rounds):
        ours.append(await _ours(bench, world, turn))
        bare.append(await _bare(bench, world))
    sides = {
        "kaohe": Series([rss for rss, _ in ours], "MiB"),
        "bare": Series([rss for rss, _ in bare], "MiB"),
    }
    figures = {
        "PSS of kaohe, MiB": Series([pss for _, pss in ours], "MiB").median,
        "PSS of bare, MiB": Series([pss for _, pss in bare], "MiB").median,
    }
    return Measured(ratio(sides["kaohe"], sides["bare"]), sides, figures, await world.reckon())

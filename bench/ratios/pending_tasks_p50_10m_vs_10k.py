"""A desk's first page where ten million finished tasks lie in the table, against one where nothing but the open ones does.

One connection at a time: the median latency is that of the work, not of a queue.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from bench.alternate import AtMost, Measured, Side, alternate, ratio
from bench.context import Bench
from bench.database import connected, settle
from bench.load import Order, ask
from bench.queries import Desks, desks
from bench.seed import Shape
from bench.serving import Server, api

NAME = "pending_tasks_p50_10m_vs_10k"
MEANING = (
    "待办 first page at one connection: median latency with 10 M tasks in the table against 10 k, the same ones open"
)
WANT = AtMost(1.15)

#: Open tasks of each of five hundred people: a page.
EACH = 20

# Years of cycles: every body's people have done them evenly, each on some other case.
_DONE = """
INSERT INTO task (body_id, assignee_key, kind, subject, subject_id, cycle_id, unit_id, person_id, due_at, state, opened_at,
                  closed_at, closed_by)
SELECT 1 + n % {bodies}, 'person@' || ((n % {bodies}) * {people} + 1 + n / {bodies} % {people}), 'appraise', 'assessment', n,
       1000000 + n / 100000, 1, 1, $1::timestamptz - n % 3000 * interval '1 day', 'done',
       $1::timestamptz - (n % 3000 + 20) * interval '1 day', $1::timestamptz - (n % 3000 + 1) * interval '1 day', '警员'
  FROM generate_series($2::bigint, $3::bigint) n
"""


def _bureaus(bench: Bench) -> Shape:
    return Shape(bench.size(2, 1), bench.size(25, 3), bench.size(306, 45))


def _p50(server: Server, requests: Sequence[bytes]) -> Side:
    async def side() -> float:
        return (await server.under(Order(requests, server.bench.size(3, 1), connections=1))).p50

    return side


async def _grow(bench: Bench, url: str, total: int) -> None:
    """Finished tasks up to `total` rows, by two connections at once."""
    shape, now = _bureaus(bench), datetime.now(UTC)
    sql = _DONE.format(bodies=shape.bodies, people=shape.people)

    async def part(first: int, last: int) -> None:
        async with connected(url) as connection:
            await connection.execute(sql, now, first, last)

    await asyncio.gather(part(1, total // 2), part(total // 2 + 1, total))
    await settle(url)


async def measure(bench: Bench) -> Measured:
    small = await desks(bench, "desks_10k", _bureaus(bench), each=EACH)
    large = Desks(await bench.databases.copy("desks_10m", "desks_10k"), small.people)
    total = bench.size(10_000_000, 20_000)
    await _grow(bench, large.url, total)
    requests = [one.ours for one in small.tasks]
    async with api(bench, large.url) as many, api(bench, small.url) as few:
        same = [await ask(many.port, one) == await ask(few.port, one) for one in requests[:: bench.size(20, 5)]]
        if not all(same):
            raise AssertionError("the open tasks differ")
        sides = {"10 M": _p50(many, requests), "10 k": _p50(few, requests)}
        for warming in sides.values():
            await warming()
        found = await alternate(bench.rounds, sides, "ms")
    await bench.databases.drop("desks_10m")
    checked = "the same pages byte for byte"
    return Measured(ratio(found["10 M"], found["10 k"]), found, {"rows in the larger table": total}, checked)

"""Cases that wait for their unit's leader, and the ways of having them signed: ours over HTTP, others without it."""

import pickle
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby, islice

from graphql_relay import to_global_id

from bench.alternate import Side
from bench.context import Bench
from bench.database import connected, dsn, settle
from bench.load import Order, graphql
from bench.processes import finished
from bench.seed import TOP, Shape, add_history, seed, token
from bench.serving import Server
from kaohe.schema.session import Database
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.history import verify_history

SIGN = """mutation Sign($input: ApproveReviewsInput!) {
 approveReviews(input: $input) { assessments { id stage } errors { code field message } } }"""

#: body, case, unit, the unit's leader
Case = tuple[int, int, int, int]

# Leaders' own cases wait for somebody else. One of each unit after the other, so that nobody meets in a unit; those of
# the bodies behind the first `$1`, which are signed by whole units, unit after unit.
_CASES = """
SELECT body_id, id, unit_id FROM assessment WHERE NOT main_leader
 ORDER BY body_id > $1,
          CASE WHEN body_id > $1 THEN unit_id ELSE row_number() OVER (PARTITION BY body_id, unit_id ORDER BY id) END, unit_id
"""

# What every side has written of its cases: moves, closed and opened tasks, messages.
_WRITTEN = """
SELECT (SELECT count(*) FROM history WHERE subject = 'assessment' AND trigger = 'approve_review' AND subject_id = ANY($1))
         AS moves,
       (SELECT count(*) FROM task WHERE subject = 'assessment' AND kind = 'review' AND state = 'done'
           AND subject_id = ANY($1)) AS closed,
       (SELECT count(*) FROM task WHERE subject = 'assessment' AND state = 'open' AND assignee_key LIKE 'leader_in_charge@%'
           AND subject_id = ANY($1)) AS opened,
       (SELECT count(*) FROM outbox WHERE payload ->> 'trigger' = 'approve_review' AND payload ->> 'subject' = 'assessment'
           AND (payload ->> 'id')::bigint = ANY($1)) AS told
"""


@dataclass
class Signing:
    """A database with cases, handed out once each; `signed` are those of each side, for the reckoning afterwards."""

    url: str
    single: Iterator[Case]
    whole_units: Iterator[Case]
    shape: Shape
    signed: dict[str, list[Case]] = field(default_factory=dict)

    def take(self, side: str, count: int, *, together: bool = False) -> list[Case]:
        """The next cases, for one side. Raises AssertionError where too few were seeded."""
        found = list(islice(self.whole_units if together else self.single, count))
        if len(found) < count:
            raise AssertionError("there are no more cases to sign")
        self.signed.setdefault(side, []).extend(found)
        return found

    async def reckon(self) -> str:
        """Whether every side has written all it should, and our chains hold; in words. Raises AssertionError."""
        async with connected(self.url) as connection:
            for side, cases in self.signed.items():
                row = await connection.fetchrow(_WRITTEN, [one[1] for one in cases])
                if set(row.values()) != {len(cases)}:
                    raise AssertionError(f"{side} has signed {len(cases)} cases but written {dict(row)}")
        mine = [one for side, cases in self.signed.items() if side.startswith("kaohe") for one in cases]
        sample = mine[:: max(1, len(mine) // 100)]
        database = Database(self.url, pool_size=1)
        try:
            async with database.session() as session:
                for body, case, _, _ in sample:
                    if await verify_history(session, body, Subject.ASSESSMENT, case) is not None:
                        raise AssertionError(f"the history of case {case} is broken")
        finally:
            await database.close()
        total = sum(map(len, self.signed.values()))
        return f"{total} moves with as many closed tasks, open tasks and messages; {len(sample)} of our chains verified"


async def signing(bench: Bench, name: str, single: int, *, together: int = 0, tasks_each: int = 0) -> Signing:
    """At least so many cases under review in county bureaus of 24 led units, with three lines of history each.

    `single` are signed one at a time, `together` by whole units; `tasks_each` as for `seed`.
    """
    people, units = bench.size(500, 50), bench.size(25, 3)
    of_body = people - TOP - (units - 1)
    first = -(-single // of_body)
    bodies = first + -(-together // of_body)
    url, shape, now = await bench.databases.new(name), Shape(bodies, units, people), datetime.now(UTC)
    async with connected(url) as connection:
        await seed(url, connection, shape, now, tasks_each)
        await add_history(connection, shape, now)
        rows = await connection.fetch(_CASES, first)
    await settle(url)
    cases = [(row["body_id"], row["id"], row["unit_id"], _leader(shape, row["unit_id"])) for row in rows]
    return Signing(url, (one for one in cases if one[0] <= first), (one for one in cases if one[0] > first), shape)


def by_http(server: Server, world: Signing, side: str, count: int, together: int = 1) -> Side:
    """Sign `count` cases by GraphQL, `together` of one unit in a request; transitions a second."""

    async def measured() -> float:
        requests = sign_requests(world.take(side, count, together=together > 1), together)
        return count / (await server.under(Order(requests))).seconds

    return measured


def by_program(bench: Bench, module: str, world: Signing, side: str, count: int, python: str = sys.executable) -> Side:
    """Sign `count` cases by a program of `bench.<module>`, which prints its seconds; transitions a second."""

    async def measured() -> float:
        file = bench.folder / f"cases-{time.monotonic_ns()}.pickle"
        file.write_bytes(pickle.dumps(world.take(side, count)))
        told = await finished([python, "-m", f"bench.{module}", dsn(world.url), str(file)], bench.folder)
        return count / float(told.splitlines()[-1])

    return measured


def sign_requests(cases: Sequence[Case], together: int = 1) -> list[bytes]:
    """Approvals by the units' leaders, up to `together` of one unit's cases in a request."""
    if together == 1:
        return [_request([one]) for one in cases]
    units = [list(found) for _, found in groupby(cases, key=lambda one: one[2])]
    return [_request(unit[at : at + together]) for unit in units for at in range(0, len(unit), together)]


def _request(cases: Sequence[Case]) -> bytes:
    reviews = [{"assessmentId": to_global_id("Assessment", one[1]), "comment": "同意"} for one in cases]
    return graphql(SIGN, token(cases[0][3]), {"input": {"reviews": reviews}})


def _leader(shape: Shape, unit: int) -> int:
    """A body's first people lead its units, from the second on."""
    body, place = (unit - 1) // shape.units + 1, (unit - 1) % shape.units + 1
    return shape.person(body, place - 1)

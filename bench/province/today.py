"""What people and workers do today, asked of the real API inside this process: its time, and the pages it reads.

Pages (8 KiB, from PostgreSQL's cache or from disk) do not depend on who else uses the machine: they tell what years of
rows cost. Times are medians with one caller.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from graphql_relay import to_global_id
from sqlalchemy import text

from bench.database import connected
from bench.province.size import TODAY
from kaohe.clock import SetClock
from kaohe.config import Settings
from kaohe.graphql.app import create_app
from kaohe.schema.session import Database
from kaohe.workers.waiting import waiting
from kaohe.workflow.accounts.passwords import matches
from kaohe.workflow.outbox import relay_next, tell

#: Requests before those that count: plans and caches are warm.
WARM = 8

# A person, his case of today, his leader's token and the leader in charge's, spread over the units.
_SEATS = """
SELECT a.body_id, a.id AS case_id, a.cycle_id, a.person_id, l.person_id AS leader_id, g.person_id AS in_charge_id,
       (SELECT o.person_id FROM role_grant o WHERE o.body_id = a.body_id AND o.role = 'office') AS office_id
  FROM assessment a
  JOIN task t ON t.body_id = a.body_id AND t.subject = 'assessment' AND t.subject_id = a.id AND t.state = 'open'
             AND t.kind = 'review' AND t.assignee_key = 'main_leader@' || a.unit_id
  JOIN role_grant l ON l.body_id = a.body_id AND l.unit_id = a.unit_id AND l.role = 'main_leader'
  JOIN role_grant g ON g.body_id = a.body_id AND g.unit_id = a.unit_id AND g.role = 'leader_in_charge'
 WHERE NOT a.main_leader AND g.person_id <> l.person_id ORDER BY hashint8(a.person_id) LIMIT :count
"""

_TASKS = """{ viewer { pendingTasks(first: 20) {
  edges { node { id kind subjectId dueAt person { name } unit { name } } } pageInfo { hasNextPage } } } }"""
_OWN = "{ viewer { myAssessments(first: 20) { edges { node { id stage score grade cycle { period } } } } } }"
_TOLD = "{ viewer { notifications(first: 20) { edges { node { id kind createdAt } } } } }"
_CASE = """query($id: ID!) { node(id: $id) { ... on Assessment { id stage score breakdown { part rule points } summaries { text }
  person { name } unit { name } objections { state } availableActions { trigger }
  history(first: 20) { edges { node { trigger at actorName } } } } } }"""
_LIST = """query($cycle: ID!) { assessments(first: 20, cycleId: $cycle) {
  edges { node { id stage score person { name } unit { name } } } } }"""
_APPROVE = """mutation($id: ID!) {
  approveReviews(input: { reviews: [{ assessmentId: $id, grade: "fairly_good", comment: "同意" }] }) {
    assessments { id } errors { code message } } }"""


@dataclass(frozen=True)
class Seat:
    """Whose requests they are."""

    body_id: int
    case_id: int
    cycle_id: int
    person_id: int
    leader_id: int
    in_charge_id: int
    office_id: int


@dataclass(frozen=True)
class Cost:
    """Of one request: the median in milliseconds, the mean of pages and of bytes of WAL."""

    ms: float
    pages: float
    wal: float


@dataclass
class Caller:
    """The API with the database behind it."""

    database: Database
    http: httpx.AsyncClient

    async def ask(self, person_id: int, query: str, variables: Mapping[str, Any] | None = None) -> Any:
        """The data of an answer without errors; AssertionError where it is refused."""
        answer = await self.http.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer t{person_id}"},
        )
        found = answer.json()
        assert "errors" not in found, found
        for payload in found["data"].values():
            assert not (isinstance(payload, dict) and payload.get("errors")), payload
        return found["data"]


Act = Callable[[Caller, Seat], Awaitable[Any]]


async def _sign_in(_caller: Caller, _seat: Seat) -> None:
    await matches(None, "not the password")


async def _relay(caller: Caller, seat: Seat) -> None:
    about = {"subject": "assessment", "subject_id": seat.case_id}
    async with caller.database.transaction() as session:
        await tell(session, seat.body_id, TODAY, [(f"person@{seat.person_id}", "grade_withheld")], **about)
    await relay_next(caller.database, TODAY)


#: By name. Approving comes last: the queue it leaves is nobody else's to relay.
ACTS: Mapping[str, Act] = {
    "desk of a leader in charge": lambda caller, seat: caller.ask(seat.in_charge_id, _TASKS),
    "own cases": lambda caller, seat: caller.ask(seat.person_id, _OWN),
    "notifications": lambda caller, seat: caller.ask(seat.person_id, _TOLD),
    "page of a case": lambda caller, seat: caller.ask(
        seat.leader_id, _CASE, {"id": to_global_id("Assessment", seat.case_id)}
    ),
    "cases of the cycle": lambda caller, seat: caller.ask(
        seat.office_id, _LIST, {"cycle": to_global_id("Cycle", seat.cycle_id)}
    ),
    "a sign-in's hash": _sign_in,
    "a worker's look": lambda caller, _seat: waiting(caller.database, TODAY),
    "a notice told and relayed": _relay,
    "approval of a case": lambda caller, seat: caller.ask(
        seat.leader_id, _APPROVE, {"id": to_global_id("Assessment", seat.case_id)}
    ),
}


async def seats(url: str, count: int) -> list[Seat]:
    """So many, no case twice."""
    database = Database(url, pool_size=1)
    async with database.session() as session:
        found = (await session.execute(text(_SEATS), {"count": count})).mappings().all()
    await database.close()
    return [Seat(**dict(row)) for row in found]


async def measure(url: str, folder: Path, act: Act, of: list[Seat]) -> Cost:
    """One act by all of `of`. Its pages are those of a second, longer run less those of the first: what a new connection
    reads falls out. WAL is the second run's, full pages after a checkpoint included, as far as the first left any."""
    few, many = of[: len(of) // 4], of[len(of) // 4 :]
    before, _ = await _so_far(url)
    await _run(url, folder, act, few)
    between, begun = await _so_far(url)
    times = await _run(url, folder, act, many)
    after, ended = await _so_far(url)
    pages = ((after - between) - (between - before)) / (len(many) - len(few))
    return Cost(median(times[WARM:] or times) * 1000, pages, (ended - begun) / len(many))


async def _run(url: str, folder: Path, act: Act, of: list[Seat]) -> list[float]:
    database = Database(url, pool_size=1)
    app = create_app(Settings(var=folder), database, SetClock(TODAY))
    times = []
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://kaohe") as http:
        caller = Caller(database, http)
        for seat in of:
            begun = time.perf_counter()
            await act(caller, seat)
            times.append(time.perf_counter() - begun)
    await database.close()
    return times


async def _so_far(url: str) -> tuple[int, int]:
    """Pages read in this database, and bytes of WAL written by the server; a connection that is closed has told its own."""
    async with connected(url) as connection:
        pages, wal = await connection.fetchrow(
            """SELECT blks_hit + blks_read, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint
                 FROM pg_stat_database WHERE datname = current_database()"""
        )
    return pages, wal

"""A bureau in a running deployment: its people ask over HTTP, its rows are looked at over a connection of the test's own."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from graphql_relay import to_global_id
from sqlalchemy import text
from support.api import let_in
from support.drive import opened
from support.processes import WITHIN_SECONDS
from support.topology import Api, Topology
from support.world import World

from kaohe.schema.session import Database

_PAUSE_SECONDS = 0.05

_SUBMIT = (
    "mutation($input: SubmitSummaryInput!) { submitSummary(input: $input) { assessment { stage } errors { code } } }"
)

_FALLS_DUE = text("""
UPDATE deadline SET due_at = :now WHERE id = (
  SELECT id FROM deadline WHERE body_id = :body AND fired_at IS NULL AND kind = :kind ORDER BY due_at LIMIT 1)
RETURNING id
""")


@dataclass(frozen=True)
class Deployed:
    """A small bureau whose cycle has just opened, and the processes that serve it. A token is `<body>-<name>`."""

    topology: Topology
    database: Database
    world: World

    def token(self, name: str) -> str:
        return f"{self.world.body_id}-{name}"

    async def post(self, api: Api, token: str | None, query: str, **variables: Any) -> Mapping[str, Any]:
        """The data of an answer without errors."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with httpx.AsyncClient(base_url=api.address, headers=headers, timeout=WITHIN_SECONDS) as http:
            answer = (await http.post("/graphql", json={"query": query, "variables": variables})).json()
        assert "errors" not in answer, answer["errors"]
        data: Mapping[str, Any] = answer["data"]
        return data

    async def submit(self, api: Api, name: str) -> Mapping[str, Any]:
        """A person hands in his summary; the payload."""
        given = {"assessmentId": await self.case(name), "text": "完成了各项任务", "idempotencyKey": str(uuid4())}
        payload: Mapping[str, Any] = (await self.post(api, self.token(name), _SUBMIT, input=given))["submitSummary"]
        return payload

    async def case(self, name: str) -> str:
        async with self.database.session() as session:
            return to_global_id("Assessment", await self.world.case(session, name))

    async def states(self) -> set[str]:
        """The stages that somebody is in."""
        return set(await self.values("SELECT DISTINCT state FROM assessment WHERE body_id = :body"))

    async def values(self, statement: str, **parameters: Any) -> list[Any]:
        """The first column; `:body` is the bureau's id."""
        async with self.database.session() as session:
            found = await session.execute(text(statement), {"body": self.world.body_id, **parameters})
            return list(found.scalars())

    async def falls_due(self, kind: str) -> int:
        """The bureau's next deadline of a kind is due from now on; its id."""
        async with self.database.transaction() as session:
            given = {"body": self.world.body_id, "kind": kind, "now": datetime.now(UTC)}
            return int((await session.execute(_FALLS_DUE, given)).scalar_one())

    async def fired(self, deadline: int) -> str:
        """Wait until a worker has fired it; the outcome."""
        found = await self.until(
            lambda: self.values("SELECT outcome FROM deadline WHERE id = :id AND fired_at >= due_at", id=deadline)
        )
        return str(found[0])

    async def relayed(self) -> None:
        """Wait until nothing of the bureau is left in the outbox."""

        async def empty() -> bool:
            return not await self.values("SELECT id FROM outbox WHERE body_id = :body AND done_at IS NULL LIMIT 1")

        await self.until(empty)

    async def until(self, found: Callable[[], Awaitable[Any]]) -> Any:
        """Ask until there is an answer that counts, or fail with what the workers have said."""
        give_up = time.monotonic() + WITHIN_SECONDS
        while not (answer := await found()):
            said = "\n".join(worker.output for worker in self.topology.workers.values())
            assert time.monotonic() < give_up, f"still waiting; the workers have said:\n{said}"
            await asyncio.sleep(_PAUSE_SECONDS)
        return answer


async def deployed(topology: Topology, database: Database, key: str) -> Deployed:
    """A bureau of its own in the deployment's database, where everybody is signed in."""
    now = datetime.now(UTC) - timedelta(seconds=1)
    async with database.transaction() as session:
        world = await opened(session, now, key=key)
        await let_in(session, world, now, prefix=f"{world.body_id}-")
    return Deployed(topology, database, world)

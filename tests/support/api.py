"""A client of the API: GraphQL over ASGI as anybody of a world, with the statements that it took."""

import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from graphql_relay import to_global_id
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.applications import Starlette
from support.world import World

from kaohe.clock import SetClock
from kaohe.config import Settings
from kaohe.graphql.app import create_app
from kaohe.schema.models import BearerSession
from kaohe.schema.session import Database


@dataclass
class Api:
    """The app over a committed world. `ask` reads, `do` calls one mutation; both as somebody of the world."""

    app: Starlette
    database: Database
    clock: SetClock
    world: World
    foreign: World
    http: httpx.AsyncClient

    async def post(self, who: str | None, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The whole answer, errors included."""
        headers = {"Authorization": f"Bearer {who}"} if who else {}
        response = await self.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
        answer: dict[str, Any] = response.json()
        return answer

    async def ask(self, who: str, query: str, **variables: Any) -> Any:
        """The data of a query that has no errors."""
        answer = await self.post(who, query, variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def do(self, who: str | None, mutation: str, fields: str = "", /, **given: Any) -> dict[str, Any]:
        """The payload of one mutation: `fields` beside the errors."""
        name = mutation[0].upper() + mutation[1:]
        query = f"mutation($input: {name}Input!) {{ {mutation}(input: $input) {{ {fields} errors {{ code field message messageEn }} }} }}"
        answer = await self.post(who, query, {"input": given})
        assert "errors" not in answer, answer["errors"]
        payload: dict[str, Any] = answer["data"][mutation]
        return payload

    async def done(self, who: str | None, mutation: str, fields: str = "", /, **given: Any) -> dict[str, Any]:
        """The same, of a mutation that is carried out."""
        payload = await self.do(who, mutation, fields, **given)
        assert payload["errors"] == [], payload["errors"]
        return payload

    async def codes(self, who: str | None, mutation: str, /, **given: Any) -> list[str]:
        """The codes of a mutation's refusals."""
        return [one["code"] for one in (await self.do(who, mutation, **given))["errors"]]

    def id(self, kind: str, number: int) -> str:
        return to_global_id(kind, number)

    def person(self, name: str) -> str:
        return to_global_id("Person", self.world.people[name])

    def unit(self, name: str) -> str:
        return to_global_id("Unit", self.world.units[name])

    @property
    def cycle(self) -> str:
        return to_global_id("Cycle", self.world.cycle_id)

    async def case(self, name: str) -> str:
        async with self.database.session() as session:
            return to_global_id("Assessment", await self.world.case(session, name))

    async def cases(self, *names: str) -> list[str]:
        return [await self.case(name) for name in names]

    async def list_of(self, unit: str) -> str:
        async with self.database.session() as session:
            return to_global_id("UnitList", await self.world.list_of(session, unit))

    async def value(self, statement: str, **parameters: Any) -> Any:
        async with self.database.session() as session:
            return await session.scalar(text(statement), parameters)

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Inside, mutations are carried out and answered, but taken back."""

        @asynccontextmanager
        async def taken_back() -> AsyncIterator[AsyncSession]:
            async with self.database.session() as session:
                await session.begin()
                yield session
                await session.rollback()

        self.database.transaction = taken_back  # type: ignore[method-assign]
        try:
            yield
        finally:
            del self.database.transaction  # type: ignore[method-assign]

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """The statements that are executed inside."""
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        engine = self.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    async def fingerprint(self) -> dict[str, str]:
        """What every table holds, as a hash: equal before and after where nothing was changed."""
        async with self.database.session() as session:
            names = await session.scalars(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
            )
            return {
                name: await session.scalar(text(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {name} t"))
                or ""
                for name in names
            }


async def let_in(session: AsyncSession, world: World, now: datetime, prefix: str = "") -> None:
    """A bearer session for everybody of the world; the token is the name, after the prefix."""
    for name, account_id in world.accounts.items():
        session.add(
            BearerSession(
                token_hash=hashlib.sha256(f"{prefix}{name}".encode()).digest(),
                body_id=world.body_id,
                account_id=account_id,
                created_at=now,
                expires_at=now + timedelta(days=400),
            )
        )
    await session.flush()


@asynccontextmanager
async def serving(database: Database, world: World, foreign: World, now: datetime, var: Path) -> AsyncIterator[Api]:
    """The API over this database, its clock standing at `now`."""
    clock = SetClock(now)
    app = create_app(Settings(var=var), database, clock)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://kaohe") as http:
        yield Api(app, database, clock, world, foreign, http)

"""The small bureau with cards in its policy, served over HTTP."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest_asyncio
from sqlalchemy import text
from support.api import Api, let_in, serving
from support.carded import GOOD, with_cards
from support.databases import create_database, drop_database
from support.drive import at, opened

from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workflow.cards import card_key, issue_cards


@dataclass
class Window:
    """The service over HTTP, and what its clerk of unit a hands out at the window."""

    api: Api
    key: bytes

    async def cards(
        self, count: int = 1, *, about: str | None = None, unit: str = "a", by: str = "a_clerk"
    ) -> list[str]:
        """Tokens of fresh cards."""
        world = self.api.world
        async with self.api.database.transaction() as session:
            case = await world.case(session, about) if about else None
            found = await issue_cards(
                session,
                world.actor(by),
                self.api.clock.now(),
                self.key,
                world.cycle_id,
                world.units[unit],
                count,
                assessment_id=case,
            )
        return list(found.tokens)

    async def show(self, token: str) -> httpx.Response:
        return await self.api.http.get(f"/cards/{token}")

    async def send(self, token: str, levels: Mapping[str, str] = GOOD, remark: str = "") -> httpx.Response:
        fields = {f"item.{item}": level for item, level in levels.items()}
        return await self.api.http.post(f"/cards/{token}", data={**fields, "remark": remark})

    @asynccontextmanager
    async def visitor(self, address: str) -> AsyncIterator[httpx.AsyncClient]:
        """Somebody who comes from another address."""
        transport = httpx.ASGITransport(self.api.app, raise_app_exceptions=False, client=(address, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://kaohe") as http:
            yield http

    async def run(self, statement: str, **parameters: Any) -> None:
        async with self.api.database.transaction() as session:
            await session.execute(text(statement), parameters)


@pytest_asyncio.fixture(scope="module")
async def opened_window(server_url: str, template: str, tmp_path_factory: Any) -> AsyncIterator[Window]:
    url, name = create_database(server_url, template)
    database = Database(url, pool_size=5)
    async with database.transaction() as session:
        world = await opened(session, at(1), edit=with_cards)
        await let_in(session, world, at(1))
        foreign = await opened(session, at(1), key="foreign", edit=with_cards)
        await let_in(session, foreign, at(1), prefix="foreign-")
    var = tmp_path_factory.mktemp("var")
    async with serving(database, world, foreign, at(1), var) as api:
        yield Window(api, card_key(Settings(var=var)))
    await database.close()
    drop_database(server_url, name)


@pytest_asyncio.fixture
async def window(opened_window: Window) -> Window:
    """A window that all tests of a file share, a minute later for each: what the last one asked is forgotten."""
    opened_window.api.clock.advance(timedelta(minutes=1))
    return opened_window

"""One person with an account and a password, in a database where tests may commit."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio
from support.world import World, make_world

from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workflow.accounts import reset_password, sign_in

PASSWORD = "correct horse"


@dataclass
class Desk:
    """A database, its people, and the settings that sign-ins go by. `a1` signs in as `login` with `password`."""

    database: Database
    world: World
    now: object
    settings: Settings
    password: str = PASSWORD

    @property
    def login(self) -> str:
        return f"{self.world.body_id}-a1"

    async def sign_in(self, password: str = PASSWORD, *, login: str | None = None, now=None):
        async with self.database.transaction() as session:
            return await sign_in(session, login or self.login, password, now or self.now, self.settings)


@pytest_asyncio.fixture
async def desk(fresh_database: Database, now) -> AsyncIterator[Desk]:
    async with fresh_database.transaction() as session:
        world = await make_world(session)
        await reset_password(session, world.actor("admin"), now, world.accounts["a1"], PASSWORD)
    yield Desk(fresh_database, world, now, Settings(session_hours=2))

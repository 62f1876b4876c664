"""The API over the small bureau, at every point of its quarter."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio
from support.api import Api, let_in, serving
from support.databases import create_database, drop_database
from support.drive import at, opened, walk_to
from support.stages import POINTS
from support.world import World

from kaohe.graphql.mutation import MUTATIONS
from kaohe.schema.session import Database

At = Callable[[str], Awaitable[Api]]


@dataclass(frozen=True)
class Seed:
    """A database at one point, never used itself but copied."""

    name: str
    world: World
    foreign: World
    now: datetime


@pytest_asyncio.fixture(scope="session")
async def seed_at(server_url: str, template: str) -> AsyncIterator[Callable[[str], Awaitable[Seed]]]:
    """The seed of a point of `support.stages`, planted when it is first asked for."""
    seeds: dict[str, Seed] = {}

    async def seed_at(point: str) -> Seed:
        if point not in seeds:
            seeds[point] = await _plant(server_url, template, point)
        return seeds[point]

    yield seed_at
    for seed in seeds.values():
        drop_database(server_url, seed.name)


@pytest_asyncio.fixture(scope="session")
async def api_at(
    server_url: str, seed_at: Callable[[str], Awaitable[Seed]], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[At]:
    """The API at a point, one for all tests: they only read, are refused, or rehearse."""
    made: dict[str, Api] = {}
    async with AsyncExitStack() as stack:

        async def api_at(point: str) -> Api:
            if point not in made:
                made[point] = await _serve(stack, server_url, await seed_at(point), tmp_path_factory)
            return made[point]

        yield api_at


@pytest_asyncio.fixture
async def own_api(
    server_url: str, seed_at: Callable[[str], Awaitable[Seed]], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[At]:
    """The same for one test alone, which may change what it likes."""
    async with AsyncExitStack() as stack:

        async def own_api(point: str) -> Api:
            return await _serve(stack, server_url, await seed_at(point), tmp_path_factory)

        yield own_api


@pytest_asyncio.fixture(scope="session")
async def api(api_at: At) -> Api:
    """Everybody is to write his summary. Tests that use it change nothing."""
    return await api_at("begun")


async def _plant(server_url: str, template: str, point: str) -> Seed:
    stage, prepare = POINTS[point]
    url, name = create_database(server_url, template)
    database = Database(url)
    async with database.transaction() as session:
        world = await opened(session, at(1))
        now = await walk_to(session, world, stage)
        await prepare(session, world, now)
        await let_in(session, world, now)
        foreign = await opened(session, at(1), key="foreign")
        await let_in(session, foreign, now, prefix="foreign-")
    await database.close()  # what is connected to can't be copied
    return Seed(name, world, foreign, now)


async def _serve(stack: AsyncExitStack, server_url: str, seed: Seed, folders: pytest.TempPathFactory) -> Api:
    url, name = create_database(server_url, seed.name)
    stack.callback(drop_database, server_url, name)
    database = Database(url, pool_size=5)
    stack.push_async_callback(database.close)
    var = folders.mktemp("var")
    return await stack.enter_async_context(serving(database, seed.world, seed.foreign, seed.now, var))


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were carried out in one transaction, each time that several were tried so."""
    found: list[int] = []
    perform = MUTATIONS["approveReviews"].perform_together

    async def counted(session: Any, joints: Any) -> Any:
        answers = await perform(session, joints)
        found.append(sum(answer is not None for answer in answers))
        return answers

    monkeypatch.setattr(MUTATIONS["approveReviews"], "perform_together", staticmethod(counted))
    return found

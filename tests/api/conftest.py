"""The API over the small bureau, at every point of its quarter; what a test does there is taken back after it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from support.api import Api, let_in, serving
from support.databases import create_database, drop_database
from support.drive import at, opened, walk_to
from support.stages import POINTS

from kaohe.schema.session import Database

At = Callable[[str], Awaitable[Api]]


@pytest_asyncio.fixture(scope="session")
async def api_at(server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[At]:
    """The API at a point of `support.stages`, one for all tests: they only read, are refused, or rehearse."""
    made: dict[str, Api] = {}
    async with AsyncExitStack() as stack:

        async def api_at(point: str) -> Api:
            if point not in made:
                made[point] = await _begin(stack, server_url, template, tmp_path_factory, point)
            return made[point]

        yield api_at


@pytest_asyncio.fixture
async def own_api(server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[At]:
    """The same for one test alone, which may change what it likes."""
    async with AsyncExitStack() as stack:

        async def own_api(point: str) -> Api:
            return await _begin(stack, server_url, template, tmp_path_factory, point)

        yield own_api


@pytest_asyncio.fixture(scope="session")
async def api(api_at: At) -> Api:
    """Everybody is to write his summary. Tests that use it change nothing."""
    return await api_at("begun")


async def _begin(
    stack: AsyncExitStack, server_url: str, template: str, folders: pytest.TempPathFactory, point: str
) -> Api:
    stage, prepare = POINTS[point]
    url, name = create_database(server_url, template)
    stack.callback(drop_database, server_url, name)
    database = Database(url, pool_size=5)
    stack.push_async_callback(database.close)
    async with database.transaction() as session:
        world = await opened(session, at(1))
        now = await walk_to(session, world, stage)
        await prepare(session, world, now)
        await let_in(session, world, now)
        foreign = await opened(session, at(1), key="foreign")
        await let_in(session, foreign, now, prefix="foreign-")
    return await stack.enter_async_context(serving(database, world, foreign, now, folders.mktemp("var")))

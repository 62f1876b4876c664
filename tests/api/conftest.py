"""The API over the small bureau: `api` is shared by tests that only read or are refused, `scene` is a test's own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from kaohe.schema.session import Database
from support.api import Api, let_in, serving
from support.databases import create_database, drop_database
from support.drive import at, opened, walk_to

Begin = Callable[[str], Awaitable[Api]]


@pytest_asyncio.fixture(scope="session")
async def begin_at(server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Begin]:
    """Makes an API over a database of its own, in which everybody has come to a stage of the first quarter."""
    async with AsyncExitStack() as stack:

        async def begin(stage: str) -> Api:
            url, name = create_database(server_url, template)
            stack.callback(drop_database, server_url, name)
            database = Database(url, pool_size=5)
            stack.push_async_callback(database.close)
            async with database.transaction() as session:
                world = await opened(session, at(1))
                now = await walk_to(session, world, stage)
                await let_in(session, world, now)
            var: Path = tmp_path_factory.mktemp("var")
            return await stack.enter_async_context(serving(database, world, now, var))

        yield begin


@pytest_asyncio.fixture(scope="session")
async def api(begin_at: Begin) -> Api:
    """Everybody is to write his summary. Tests that use it change nothing."""
    return await begin_at("self_summary")

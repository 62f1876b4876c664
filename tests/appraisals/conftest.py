"""The bureau opened once a file; each test works in a savepoint that is rolled back."""

from collections.abc import AsyncIterator

import pytest_asyncio
from appraisals.bureau import opened, submit
from support.drive import UNITS
from support.scene import Scene

from kaohe.schema.session import Database


@pytest_asyncio.fixture(scope="module")
async def once(database: Database) -> AsyncIterator[Scene]:
    async with database.session() as session:
        yield await opened(session, "appraisals")
        await session.rollback()


@pytest_asyncio.fixture
async def begun(once: Scene) -> AsyncIterator[Scene]:
    """Everybody is to write his summary."""
    savepoint = await once.session.begin_nested()
    yield once
    await savepoint.rollback()


@pytest_asyncio.fixture
async def handed_in(begun: Scene) -> Scene:
    """The summaries of unit a are in; each gave himself 80."""
    await submit(begun, *UNITS["a"])
    return begun

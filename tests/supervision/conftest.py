"""The small bureau in a cycle whose policy has inspections."""

from collections.abc import AsyncIterator

import pytest_asyncio
from supervision.found import with_inspections
from support.drive import at, opened
from support.scene import Scene

from kaohe.schema.session import Database


@pytest_asyncio.fixture
async def inspected(database: Database) -> AsyncIterator[Scene]:
    """Everybody is to write his summary; nothing has been looked at yet."""
    async with database.session() as session:
        world = await opened(session, at(1), key="psb-inspected", edit=with_inspections)
        yield Scene(session, world, at(1))
        await session.rollback()

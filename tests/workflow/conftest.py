"""Scenes at every stage. A stage is walked to once a file; each test works in a savepoint that is rolled back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest_asyncio
from support.drive import at, opened, walk_to
from support.scene import Scene

from kaohe.schema.session import Database


@asynccontextmanager
async def _walked(database: Database, stage: str) -> AsyncIterator[Scene]:
    async with database.session() as session:
        world = await opened(session, at(1), key=f"psb-{stage}")
        yield Scene(session, world, await walk_to(session, world, stage))
        await session.rollback()


@asynccontextmanager
async def _undone(scene: Scene) -> AsyncIterator[Scene]:
    savepoint = await scene.session.begin_nested()
    yield scene
    await savepoint.rollback()


@pytest_asyncio.fixture(scope="module")
async def walked_to_self_summary(database: Database) -> AsyncIterator[Scene]:
    async with _walked(database, "self_summary") as scene:
        yield scene


@pytest_asyncio.fixture
async def at_self_summary(walked_to_self_summary: Scene) -> AsyncIterator[Scene]:
    async with _undone(walked_to_self_summary) as scene:
        yield scene


@pytest_asyncio.fixture(scope="module")
async def walked_to_aggregation(database: Database) -> AsyncIterator[Scene]:
    async with _walked(database, "aggregation") as scene:
        yield scene


@pytest_asyncio.fixture
async def at_aggregation(walked_to_aggregation: Scene) -> AsyncIterator[Scene]:
    async with _undone(walked_to_aggregation) as scene:
        yield scene


@pytest_asyncio.fixture(scope="module")
async def walked_to_review(database: Database) -> AsyncIterator[Scene]:
    async with _walked(database, "review") as scene:
        yield scene


@pytest_asyncio.fixture
async def at_review(walked_to_review: Scene) -> AsyncIterator[Scene]:
    async with _undone(walked_to_review) as scene:
        yield scene


@pytest_asyncio.fixture(scope="module")
async def walked_to_decision(database: Database) -> AsyncIterator[Scene]:
    async with _walked(database, "decision") as scene:
        yield scene


@pytest_asyncio.fixture
async def at_decision(walked_to_decision: Scene) -> AsyncIterator[Scene]:
    async with _undone(walked_to_decision) as scene:
        yield scene


@pytest_asyncio.fixture(scope="module")
async def walked_to_publicity(database: Database) -> AsyncIterator[Scene]:
    async with _walked(database, "publicity") as scene:
        yield scene


@pytest_asyncio.fixture
async def at_publicity(walked_to_publicity: Scene) -> AsyncIterator[Scene]:
    async with _undone(walked_to_publicity) as scene:
        yield scene


@pytest_asyncio.fixture(scope="module")
async def walked_to_appeal(database: Database) -> AsyncIterator[Scene]:
    async with _walked(database, "appeal") as scene:
        yield scene


@pytest_asyncio.fixture
async def at_appeal(walked_to_appeal: Scene) -> AsyncIterator[Scene]:
    async with _undone(walked_to_appeal) as scene:
        yield scene


@pytest_asyncio.fixture(scope="module")
async def walked_to_feedback(database: Database) -> AsyncIterator[Scene]:
    async with _walked(database, "feedback") as scene:
        yield scene


@pytest_asyncio.fixture
async def at_feedback(walked_to_feedback: Scene) -> AsyncIterator[Scene]:
    async with _undone(walked_to_feedback) as scene:
        yield scene


@pytest_asyncio.fixture(scope="module")
async def walked_to_archived(database: Database) -> AsyncIterator[Scene]:
    async with _walked(database, "archived") as scene:
        yield scene


@pytest_asyncio.fixture
async def at_archived(walked_to_archived: Scene) -> AsyncIterator[Scene]:
    async with _undone(walked_to_archived) as scene:
        yield scene

"""A quarter of the small bureau, walked to its archive once; every test works on copies of what it exported."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from archive.quarter import ARCHIVED, Archived, archive_quarter, export, start_quarter
from support.databases import create_database, drop_database

from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workflow.archive import seal_archived, signing_key


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(var=Path(tmp_path_factory.mktemp("var")))


@asynccontextmanager
async def _database(server_url: str, template: str) -> AsyncIterator[Database]:
    url, name = create_database(server_url, template)
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()
        drop_database(server_url, name)


@pytest_asyncio.fixture(scope="session")
async def archived(server_url: str, template: str, settings: Settings) -> AsyncIterator[Archived]:
    """The archived quarter, sealed by the worker's sweep. Tests read it and change nothing."""
    async with _database(server_url, template) as database:
        world = await archive_quarter(database, settings)
        key = signing_key(settings)
        assert await seal_archived(database, ARCHIVED, key) == 1
        content = await export(database, world, settings, ARCHIVED)
        yield Archived(database, world, settings, key, content)


@pytest_asyncio.fixture(scope="session")
async def draft(server_url: str, template: str, settings: Settings) -> AsyncIterator[bytes]:
    """An export of a quarter in which the summaries are in."""
    async with _database(server_url, template) as database:
        world = await start_quarter(database, settings)
        yield await export(database, world, settings, ARCHIVED)

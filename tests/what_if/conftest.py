"""A sealed quarter and a running one, each behind the API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import pytest_asyncio
from archive.quarter import ARCHIVED, archive_quarter, export, start_quarter
from support.api import Api, let_in, serving
from support.databases import create_database, drop_database
from support.drive import opened

from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workflow.archive import seal_archived, signing_key


@dataclass(frozen=True)
class Quarter:
    """A cycle behind the API, and the facts of its exported archive in a file."""

    api: Api
    facts: Path


@asynccontextmanager
async def _quarter(server_url: str, template: str, folder: Path, *, to_the_end: bool) -> AsyncIterator[Quarter]:
    url, name = create_database(server_url, template)
    database, settings = Database(url), Settings(var=folder)
    try:
        world = await (archive_quarter if to_the_end else start_quarter)(database, settings)
        if to_the_end:
            assert await seal_archived(database, ARCHIVED, signing_key(settings)) == 1
        content = await export(database, world, settings, ARCHIVED)
        facts = folder / "facts.json"
        facts.write_bytes(ZipFile(BytesIO(content)).read("facts.json"))
        async with database.transaction() as session:
            await let_in(session, world, ARCHIVED)
            foreign = await opened(session, datetime.fromisoformat("2026-04-01T09:00:00+08:00"), key="foreign")
            await let_in(session, foreign, ARCHIVED, prefix="foreign-")
        async with serving(database, world, foreign, ARCHIVED, folder) as api:
            yield Quarter(api, facts)
    finally:
        await database.close()
        drop_database(server_url, name)


@pytest_asyncio.fixture(scope="session")
async def sealed(server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Quarter]:
    """The quarter that was archived and sealed. Tests change nothing."""
    async with _quarter(server_url, template, tmp_path_factory.mktemp("sealed"), to_the_end=True) as quarter:
        yield quarter


@pytest_asyncio.fixture(scope="session")
async def running(server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Quarter]:
    """The same with its summaries handed in. Tests change nothing."""
    async with _quarter(server_url, template, tmp_path_factory.mktemp("running"), to_the_end=False) as quarter:
        yield quarter

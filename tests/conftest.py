"""Fixtures of the whole suite: one PostgreSQL for a test session, one transaction a test."""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from support.databases import create_database, drop_database, migrated_template
from support.redis_server import RedisServer

from kaohe.schema.embedded import EmbeddedServer
from kaohe.schema.session import Database


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """A failure that is logged on purpose costs a line, not the rendering of every local variable."""
    rendering = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, rendering])


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL for this test process: DATABASE_URL where it is set, else our own."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    with EmbeddedServer(Path(tmp_path_factory.mktemp("pg")), durable=False) as server:
        yield server.url("kaohe")


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A Redis for this test process, started when it is first asked for."""
    with RedisServer(Path(tmp_path_factory.mktemp("redis"))) as server:
        yield server


@pytest.fixture(scope="session")
def template(server_url: str) -> Iterator[str]:
    """The name of a migrated, empty database that others are copied from."""
    name = migrated_template(server_url)
    yield name
    drop_database(server_url, name)


@pytest_asyncio.fixture(scope="session")
async def database(server_url: str, template: str) -> AsyncIterator[Database]:
    """A migrated database shared by all tests of this process: what a test writes is rolled back."""
    url, name = create_database(server_url, template)
    database = Database(url)
    yield database
    await database.close()
    drop_database(server_url, name)


@pytest_asyncio.fixture
async def fresh_database(server_url: str, template: str) -> AsyncIterator[Database]:
    """A migrated database of a test's own, where it commits."""
    url, name = create_database(server_url, template)
    database = Database(url)
    yield database
    await database.close()
    drop_database(server_url, name)


@pytest_asyncio.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """A session whose work is rolled back after the test."""
    async with database.session() as session:
        yield session
        await session.rollback()


@pytest.fixture
def now() -> datetime:
    """A Wednesday morning in Shanghai, after the first quarter of 2026."""
    return datetime(2026, 4, 1, 1, 0, tzinfo=UTC)

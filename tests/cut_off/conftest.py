"""A process, PostgreSQL, and the line between them."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio
from cut_off.line import Line
from support.api import Api, let_in, serving
from support.drive import at, opened
from support.world import World

from kaohe.schema.session import Database, Patience

#: Short, so that the tests are.
IMPATIENT = Patience(connect=0.5, pool=0.5, command=0.5)


@dataclass
class Behind:
    """The small bureau with an open cycle: `database` looks at it directly, the line leads a process to it."""

    database: Database
    world: World
    line: Line
    now: datetime


@pytest.fixture
def line(fresh_database: Database) -> Iterator[Line]:
    with Line(fresh_database.url) as line:
        yield line


@pytest_asyncio.fixture
async def behind(fresh_database: Database, line: Line) -> Behind:
    now = at(1)
    async with fresh_database.transaction() as session:
        world = await opened(session, now)
        await let_in(session, world, now)
    return Behind(fresh_database, world, line, now)


@pytest_asyncio.fixture
async def api(behind: Behind, tmp_path: Path) -> AsyncIterator[Api]:
    """The API, which reaches its database by the line alone."""
    database = Database(behind.line.url, patience=IMPATIENT)
    async with serving(database, behind.world, behind.world, behind.now, tmp_path) as api:
        yield api
    await database.close()

"""A database to rehearse on: an embedded one, or a given one that is empty or marked as a rehearsal's."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.rehearsal.failures import RehearsalStopped
from kaohe.rehearsal.options import Options
from kaohe.schema.embedded import EmbeddedServer
from kaohe.schema.models import DatabaseMark
from kaohe.schema.session import Database
from kaohe.schema.urls import async_url

#: Key and value of the mark.
PURPOSE, REHEARSAL = "purpose", "rehearsal"


@contextmanager
def database_url(options: Options) -> Iterator[str]:
    """The URL to rehearse on, as long as the block runs. Call it from the main thread."""
    if options.database is not None:
        yield async_url(options.database)
        return
    with EmbeddedServer(options.folder / "pg", durable=False) as server:
        yield server.url()


async def claim(database: Database) -> None:
    """Mark a migrated database as a rehearsal's; RehearsalStopped where it holds anything else."""
    async with database.transaction() as session:
        mark = await session.get(DatabaseMark, PURPOSE)
        if mark is None and await _has_bodies(session):
            raise RehearsalStopped("the database is in use and not marked as a rehearsal's: give an empty one")
        if mark is not None and mark.value != REHEARSAL:
            raise RehearsalStopped(f"the database is marked for another purpose: {mark.value}")
        if mark is None:
            session.add(DatabaseMark(key=PURPOSE, value=REHEARSAL))


async def _has_bodies(session: AsyncSession) -> bool:
    return await session.scalar(text("SELECT 1 FROM body LIMIT 1")) is not None

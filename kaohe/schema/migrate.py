"""Bringing a database to the newest schema."""

import asyncio
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import create_async_engine

from kaohe.schema.migrations import HEAD

#: Held while migrating, so that several processes that start at once take turns.
_ADVISORY_LOCK = 5_202_311


def revision(url: str) -> str | None:
    """The schema that the database at `url` is at; None where it has none."""
    return asyncio.run(_revision(url))


def upgrade(url: str) -> None:
    """Migrate the database at `url` to HEAD; a database that is there already costs one query."""
    asyncio.run(upgrade_async(url))


async def upgrade_async(url: str) -> None:
    """The same inside a running event loop."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            if await connection.run_sync(_current) == HEAD:
                return
        async with engine.connect() as connection:
            await connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_LOCK})
            await connection.commit()
            try:
                await connection.run_sync(_migrate)
            finally:
                await connection.rollback()
                await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_LOCK})
                await connection.commit()
    finally:
        await engine.dispose()


async def _revision(url: str) -> str | None:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_current)
    finally:
        await engine.dispose()


def _current(connection: Connection) -> str | None:
    try:
        version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except ProgrammingError:  # no such table: an empty database
        connection.rollback()
        return None
    return version


def _migrate(connection: Connection) -> None:
    # Imported here: it costs a fifth of a second that an up-to-date start does not pay.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()

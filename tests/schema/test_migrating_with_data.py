"""A database that is in use is migrated, and taken back, with all its rows; what protects evidence stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from support.databases import create_database, drop_database
from support.drive import at, walk_to
from support.drive import opened as open_world

import kaohe.schema
from kaohe.schema.migrations import HEAD
from kaohe.schema.session import Database
from kaohe.workflow.outbox import relay

pytestmark = pytest.mark.req("set-up")

BEFORE = "0003"
GROWTH = ScriptDirectory(str(Path(kaohe.schema.__file__).parent / "migrations")).get_revision("0004").module


@pytest.fixture
def used(server_url: str, template: str) -> Iterator[str]:
    """The URL of a database at HEAD that is not shared."""
    url, name = create_database(server_url, template)
    yield url
    drop_database(server_url, name)


async def _to(url: str, revision: str) -> None:
    def go(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(kaohe.schema.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        at_now = connection.scalar(text("SELECT version_num FROM alembic_version")) or ""
        (command.upgrade if revision > at_now else command.downgrade)(config, revision)
        connection.commit()

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.run_sync(go)
    await engine.dispose()


async def _state(url: str) -> tuple[dict[str, str], set[str], dict[str, str]]:
    """A hash of each table's rows, the names of the indexes, and the tables' own settings."""
    database = Database(url)
    async with database.session() as session:
        tables = list(await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")))
        rows = {
            table: await session.scalar(text(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t"))
            or ""
            for table in tables
            if table not in ("alembic_version", "roster_stamp")  # its marks are drawn anew
        }
        indexes = set(await session.scalars(text("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")))
        found = await session.execute(
            text(
                "SELECT relname, array_to_string(reloptions, ' ') AS options FROM pg_class WHERE reloptions IS NOT NULL AND relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )
        )
        settings = {row.relname: row.options for row in found}
    await database.close()
    return rows, indexes, settings


async def test_there_and_back_with_every_row_in_its_place(used: str) -> None:
    database = Database(used)
    async with database.transaction() as session:
        world = await open_world(session, at(1))
        await walk_to(session, world, "feedback")
    await relay(database, at(23))
    await database.close()
    rows, indexes, settings = await _state(used)
    added = set(GROWTH.INDEXES)
    assert indexes >= added
    assert "autovacuum_vacuum_scale_factor" in settings["task"]

    await _to(used, BEFORE)
    before, fewer, none = await _state(used)
    assert rows.items() >= before.items()
    assert before.keys() >= {"history", "task", "outbox", "assessment"}
    assert fewer.isdisjoint(added)
    assert none == {}

    await _to(used, HEAD)
    after, again, same = await _state(used)
    assert {table: after[table] for table in before} == before
    assert (again, same) == (indexes, settings)


@pytest.mark.parametrize("act", ["UPDATE history SET reason = 'x'", "DELETE FROM history", "TRUNCATE history"])
async def test_history_refuses_every_change_after_it(used: str, act: str) -> None:
    await _to(used, BEFORE)
    await _to(used, HEAD)
    database = Database(used)
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.transaction() as session:
            await session.execute(text(act))
    await database.close()

"""The migrations make the tables, columns, constraints and indexes that the models say."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

import kaohe.schema.models  # noqa: F401 - the tables are known once their models are read
from kaohe.schema.base import Base
from kaohe.schema.session import Database


@pytest.mark.req("set-up")
async def test_nothing_is_left_to_migrate(database: Database) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), Base.metadata)

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []

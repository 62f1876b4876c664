"""Alembic's entry: the connection comes from `kaohe.schema.migrate`, never from an ini file."""

from alembic import context

from kaohe.schema import models
from kaohe.schema.base import Base

assert models.__all__, "the import registers every table"

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()

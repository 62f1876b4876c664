"""Building a province in an empty, migrated database, and looking whether it is sound."""

from collections.abc import Callable

import asyncpg

from bench.database import connected, without_indexes
from bench.province.beside import write_beside
from bench.province.chains import DROP_CHAIN, MAKE_CHAIN
from bench.province.organisation import found, publish
from bench.province.quarters import write_quarter
from bench.province.size import Size
from kaohe.schema.session import Database
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.history import verify_history

#: Tables whose plain indexes are made after the rows.
_LARGE = ("task", "notification", "deadline", "assessment", "work_record", "outbox", "ballot_score", "idempotency_key")

# Rows were written with ids of our own: what is inserted next must not meet them.
_SEQUENCES = """
SELECT format('SELECT setval(%L, GREATEST((SELECT max(id) FROM %s), 1))',
              pg_get_serial_sequence(attrelid::regclass::text, 'id'), attrelid::regclass)
  FROM pg_attribute WHERE attname = 'id' AND attidentity <> ''
"""

_SAMPLE = """
SELECT body_id, id FROM {subject} ORDER BY hashint8(id) LIMIT 40
"""


async def build(url: str, size: Size, say: Callable[[str], None]) -> None:
    """Write it, vacuumed and with statistics. AssertionError where a sampled hash chain does not verify."""
    database = Database(url)
    try:
        async with connected(url) as connection:
            await connection.execute(
                "SET synchronous_commit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'"
            )
            await connection.execute(MAKE_CHAIN)
            await found(connection, size)
            await publish(database, size)
            async with without_indexes(connection, _LARGE):
                for number in range(1, size.quarters + 1):
                    await write_quarter(connection, size, number)
                    await write_beside(connection, size, number)
                    say(f"{size.quarter(number)[0]}Q{size.quarter(number)[1]}")
            await _finish(connection)
        await verify(database)
    finally:
        await database.close()


async def _finish(connection: asyncpg.Connection) -> None:
    await connection.execute(DROP_CHAIN)
    for (statement,) in await connection.fetch(_SEQUENCES):
        await connection.execute(statement)
    await connection.execute("VACUUM (ANALYZE)")
    await connection.execute("CHECKPOINT")


async def verify(database: Database) -> int:
    """The chains of a sample of every subject, by the service's own means; how many were looked at."""
    looked = 0
    async with database.session() as session:
        connection = await session.connection()
        for subject in (Subject.ASSESSMENT, Subject.UNIT_LIST, Subject.CYCLE):
            found = (await connection.exec_driver_sql(_SAMPLE.format(subject=subject))).all()
            for body_id, one in found:
                broken = await verify_history(session, body_id, subject, one)
                if broken is not None:
                    raise AssertionError(f"{subject} {one}: line {broken} of its history does not verify")
                looked += 1
    return looked

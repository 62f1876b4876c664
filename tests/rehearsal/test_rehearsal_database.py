"""A rehearsal takes an empty database or one of a rehearsal, and no other."""

import pytest

from kaohe.rehearsal.database import PURPOSE, REHEARSAL, claim
from kaohe.rehearsal.failures import RehearsalStopped
from kaohe.schema.models import Body, DatabaseMark
from kaohe.schema.session import Database


async def test_an_empty_database_is_marked(fresh_database: Database) -> None:
    await claim(fresh_database)
    async with fresh_database.session() as session:
        mark = await session.get(DatabaseMark, PURPOSE)
    assert mark is not None
    assert mark.value == REHEARSAL


async def test_a_marked_database_is_taken_again(fresh_database: Database) -> None:
    await claim(fresh_database)
    async with fresh_database.transaction() as session:
        session.add(Body(key="psb", name="某县公安局"))
    await claim(fresh_database)


async def test_a_database_in_use_is_left_alone(fresh_database: Database) -> None:
    async with fresh_database.transaction() as session:
        session.add(Body(key="psb", name="某县公安局"))
    with pytest.raises(RehearsalStopped, match="in use"):
        await claim(fresh_database)
    async with fresh_database.session() as session:
        assert await session.get(DatabaseMark, PURPOSE) is None

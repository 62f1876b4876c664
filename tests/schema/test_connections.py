"""The connections of a process: whatever is lent when they are closed, none stays open."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ResourceClosedError

from kaohe.schema.session import Database, Session

_ONE = text("SELECT 1")


async def _driver(session: Session) -> Any:
    """The driver's connection under a session that has asked something."""
    return (await session._lane.connection()).driver_connection


async def test_a_connection_that_is_lent_while_all_are_closed_works_on_and_is_closed_when_given_back(
    fresh_database: Database,
) -> None:
    closing = Database(fresh_database.url, pool_size=2)
    async with closing.reading() as idle:
        await idle.execute(_ONE)
        lent = closing.session()
        await lent.execute(_ONE)
        first, second = await _driver(idle), await _driver(lent)
    await closing.close()
    assert (first.is_closed(), second.is_closed()) == (True, False)
    assert await lent.scalar(_ONE) == 1
    await lent.close()
    assert second.is_closed()
    await closing.close()


async def test_a_connection_of_the_orm_is_closed_too(fresh_database: Database) -> None:
    closing = Database(fresh_database.url, pool_size=1)
    async with closing.session() as session:
        await session.connection()
        driver = await _driver(session)
        await closing.close()
        assert not driver.is_closed()
    assert driver.is_closed()


async def test_nobody_gets_a_connection_of_what_is_closed_not_even_who_has_waited_for_it(
    fresh_database: Database,
) -> None:
    closing = Database(fresh_database.url, pool_size=1)
    lent, waits = closing.session(), closing.session()
    await lent.execute(_ONE)
    waiting = asyncio.ensure_future(waits.execute(_ONE))
    await asyncio.sleep(0)  # it stands in the line
    await closing.close()
    await lent.close()
    for asked in (waiting, closing.session().execute(_ONE)):
        with pytest.raises(ResourceClosedError, match="closed"):
            await asked

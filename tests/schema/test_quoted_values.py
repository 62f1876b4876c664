"""An error of the database says what is wrong, and quotes nobody's data: it goes into logs."""

import traceback

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

_ADD = text("INSERT INTO body (key, name) VALUES (:key, :name)")


async def test_a_refused_row_is_not_quoted(session: AsyncSession) -> None:
    with pytest.raises(IntegrityError) as caught:
        await session.execute(_ADD, {"key": "county-" + "psb", "name": None})
    told = "".join(traceback.format_exception(caught.value))
    assert 'null value in column "name"' in told
    assert "county-psb" not in told


async def test_nor_is_a_key_that_was_there(session: AsyncSession) -> None:
    given = {"key": "county-" + "psb", "name": "某县公安局"}
    await session.execute(_ADD, given)
    with pytest.raises(IntegrityError) as caught:
        await session.execute(_ADD, given)
    told = "".join(traceback.format_exception(caught.value))
    assert "unique constraint" in told
    assert "county-psb" not in told

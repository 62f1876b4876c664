"""Writing many rows of one table in one statement."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql, update_sql

Record = Mapping[str, Any]


async def insert(session: AsyncSession, table: str, rows: Iterable[Record], returning: str = "") -> list[Any]:
    """Insert rows of the same columns; what `returning` names, a row each."""
    listed = list(rows)
    if not listed:
        return []
    suffix = f"RETURNING {returning}" if returning else ""
    statement = text(insert_sql(table, list(listed[0]), "rows", suffix=suffix))
    found = await session.execute(statement, {"rows": document(listed)})
    return list(found) if returning else []


async def update(session: AsyncSession, table: str, rows: Iterable[Record]) -> None:
    """Update rows of the same columns, found by `body_id` and `id`."""
    listed = list(rows)
    if listed:
        columns = [column for column in listed[0] if column not in ("body_id", "id")]
        await session.execute(text(update_sql(table, columns, "rows")), {"rows": document(listed)})


async def delete(session: AsyncSession, table: str, body_id: int, ids: Iterable[int]) -> None:
    """Delete rows by their ids."""
    listed = sorted(ids)
    if listed:
        statement = f"DELETE FROM {table} WHERE body_id = :body_id AND id = ANY(:ids)"
        await session.execute(text(statement), {"body_id": body_id, "ids": listed})

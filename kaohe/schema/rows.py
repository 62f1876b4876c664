"""Writing many rows with one parameter: a JSON document that PostgreSQL reads with the table's own types."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import orjson
from sqlalchemy import Result


def rows_of(result: Result[Any]) -> list[dict[str, Any]]:
    """Every row of a result as a dict by column."""
    return [cast("dict[str, Any]", dict(row)) for row in result.mappings()]


def as_json(value: Any) -> str:
    """JSON text: exact numbers as text, bytes as hex, instants in ISO 8601."""
    return orjson.dumps(value, default=_plain).decode()


def document(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as a JSON array for `jsonb_populate_recordset`."""
    return as_json(rows)


def plain(value: Any) -> Any:
    """The value as it will be read back from JSONB: what is hashed must be what is stored."""
    return orjson.loads(as_json(value))


def insert_sql(table: str, columns: Sequence[str], parameter: str, *, suffix: str = "") -> str:
    """An INSERT of every row in the document `parameter`, naming its columns."""
    names = ", ".join(columns)
    return (
        f"INSERT INTO {table} ({names}) SELECT {names} "
        f"FROM jsonb_populate_recordset(NULL::{table}, CAST(:{parameter} AS jsonb)) {suffix}"
    )


def update_sql(table: str, columns: Sequence[str], parameter: str) -> str:
    """An UPDATE of `columns` in each row of the document, found by body and id."""
    sets = ", ".join(f'"{name}" = n."{name}"' for name in columns)  # one of them is a word of SQL: "cast"

    return (
        f"UPDATE {table} o SET {sets} "
        f"FROM jsonb_populate_recordset(NULL::{table}, CAST(:{parameter} AS jsonb)) n "
        "WHERE o.body_id = n.body_id AND o.id = n.id"
    )


def _plain(value: object) -> str | list[Any]:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, frozenset | set | tuple):
        return sorted(value)
    return str(value)

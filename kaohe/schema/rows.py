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


def together(rows: Sequence[Mapping[str, Any]], parameter: str) -> dict[str, str]:
    """The rows, which have the same columns, as the parameters of a `shared` statement: what all of them have in common
    is sent, and read, once."""
    first = rows[0]
    own = [name for name, value in first.items() if [row[name] for row in rows].count(value) < len(rows)]
    return {
        f"{parameter}_shared": as_json({name: value for name, value in first.items() if name not in own}),
        parameter: as_json([{name: row[name] for name in own} for row in rows]),
    }


def insert_sql(table: str, columns: Sequence[str], parameter: str, *, suffix: str = "", shared: bool = False) -> str:
    """An INSERT of every row in the document `parameter`, naming its columns; `shared`: in the documents of `together`."""
    names = ", ".join(columns)
    return f"INSERT INTO {table} ({names}) SELECT {names} FROM {_read(table, parameter, shared=shared)} {suffix}"


def update_sql(table: str, columns: Sequence[str], parameter: str, *, shared: bool = False) -> str:
    """An UPDATE of `columns` in each row of the document, found by body and id; `shared`: in the documents of `together`."""
    sets = ", ".join(f'"{name}" = n."{name}"' for name in columns)  # one of them is a word of SQL: "cast"
    return (
        f"UPDATE {table} o SET {sets} FROM {_read(table, parameter, shared=shared)} n "
        "WHERE o.body_id = n.body_id AND o.id = n.id"
    )


def _read(table: str, parameter: str, *, shared: bool) -> str:
    base = f"NULL::{table}"
    if shared:
        base = f"jsonb_populate_record({base}, CAST(:{parameter}_shared AS jsonb))"
    return f"jsonb_populate_recordset({base}, CAST(:{parameter} AS jsonb))"


def _plain(value: object) -> str | list[Any]:
    if isinstance(value, Decimal):
        written = str(value)  # in less than half of the time, and the same but for exponents
        return format(value, "f") if "E" in written else written
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, frozenset | set | tuple):
        return sorted(value)
    return str(value)

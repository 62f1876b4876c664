"""One statement for several viewers: each reads by his own scope, as a row of a list that the statement joins."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json

Row = Mapping[str, Any]

#: A condition for one viewer: its texts, and its parameters.
Conditions = tuple[tuple[str, ...], Mapping[str, Any]]

#: The parameters that differ between viewers, with the types that they have as columns.
Columns = tuple[tuple[str, str], ...]

#: The type of a column for a Python value. Order matters: a bool is an int, a datetime a date.
_TYPES = ((bool, "boolean"), (int, "bigint"), (str, "text"), (datetime, "timestamptz"), (date, "date"))

#: Of which the statement knows one: all viewers are of one body.
_SHARED = "viewer_body"

_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")


def alike(viewers: Sequence[Conditions]) -> list[tuple[Columns | None, list[int]]]:
    """The places of those who can share a statement, with its columns: their conditions have the same text, and parameters of
    the same types. None for one who can't share any."""
    groups: dict[Any, tuple[Columns | None, list[int]]] = {}
    for place, (conditions, parameters) in enumerate(viewers):
        columns = _columns(parameters)
        groups.setdefault(place if columns is None else (conditions, columns), (columns, []))[1].append(place)
    return list(groups.values())


async def rows_together(
    session: AsyncSession, select: str, order: str, columns: Columns, viewers: Sequence[Conditions]
) -> list[list[Row]]:
    """What `select` finds under the conditions of each viewer, in the order of `order` (columns of what is found). They are
    `alike`, with these columns."""
    conditions, parameters = viewers[0]
    own = [{**one, "n": place} for place, (_, one) in enumerate(viewers)]
    shared = {name: value for name, value in parameters.items() if name == _SHARED}
    found: list[list[Row]] = [[] for _ in viewers]
    statement = _statement(select, order, conditions, columns)
    for row in (await session.execute(statement, {"viewers": as_json(own), **shared})).mappings():
        found[row["_viewer"]].append(row)
    return found


def _columns(parameters: Mapping[str, Any]) -> Columns | None:
    """The parameters that differ between viewers, with their types; None where one can't be told."""
    columns = []
    for name, value in parameters.items():
        if name != _SHARED:
            kind = _type(value)
            if kind is None:
                return None
            columns.append((name, kind))
    return tuple(columns)


def _type(value: Any) -> str | None:
    among: set[type] = set(map(type, value)) if isinstance(value, list) else {type(value)}
    kinds = {_type_of(kind) for kind in among}
    if len(kinds) != 1 or None in kinds:
        return None
    return f"{kinds.pop()}[]" if isinstance(value, list) else kinds.pop()


@cache
def _type_of(kind: type) -> str | None:
    return next((name for known, name in _TYPES if issubclass(kind, known)), None)


# Each viewer's part is planned for itself (OFFSET 0): by the index that it would go by alone.
@lru_cache(maxsize=1_000)
def _statement(select: str, order: str, conditions: tuple[str, ...], columns: Columns) -> TextClause:
    listed, own = ", ".join(f"{name} {kind}" for name, kind in columns), {name for name, _ in columns}
    one = f"{select} WHERE {' AND '.join(conditions)} OFFSET 0"
    each = _PARAMETER.sub(lambda found: f"viewer.{found[1]}" if found[1] in own else found[0], one)
    return text(f"""
SELECT viewer.n AS _viewer, x.* FROM jsonb_to_recordset(CAST(:viewers AS jsonb)) AS viewer(n int, {listed})
 CROSS JOIN LATERAL ({each}) x
 ORDER BY viewer.n, {order}""")

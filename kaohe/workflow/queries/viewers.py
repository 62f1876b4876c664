"""One statement for several viewers: each reads by his own scope, as a row of a list that the statement joins."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json

Row = Mapping[str, Any]

#: A condition for one viewer: its texts, and its parameters.
Conditions = tuple[tuple[str, ...], Mapping[str, Any]]

#: The type of a column for a Python value. Order matters: a bool is an int, a datetime a date.
_TYPES = ((bool, "boolean"), (int, "bigint"), (str, "text"), (datetime, "timestamptz"), (date, "date"))

#: Of which the statement knows one: all viewers are of one body.
_SHARED = "viewer_body"

_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")


def alike(viewers: Sequence[Conditions]) -> list[list[int]]:
    """The places of those who can share a statement: their conditions have the same text, and parameters of the same types."""
    groups: dict[Any, list[int]] = defaultdict(list)
    for place, (conditions, parameters) in enumerate(viewers):
        columns = _columns(parameters)
        groups[place if columns is None else (conditions, columns)].append(place)
    return list(groups.values())


async def rows_together(
    session: AsyncSession, select: str, order: str, viewers: Sequence[Conditions]
) -> list[list[Row]]:
    """What `select` finds under the conditions of each viewer, in the order of `order` (columns of what is found). They are
    `alike`."""
    conditions, parameters = viewers[0]
    columns = _columns(parameters) or ()
    own = [{"n": place, **{name: one[name] for name, _ in columns}} for place, (_, one) in enumerate(viewers)]
    shared = {name: value for name, value in parameters.items() if name == _SHARED}
    found: list[list[Row]] = [[] for _ in viewers]
    statement = _statement(select, order, conditions, columns)
    for row in (await session.execute(statement, {"viewers": as_json(own), **shared})).mappings():
        found[row["_viewer"]].append(row)
    return found


def _columns(parameters: Mapping[str, Any]) -> tuple[tuple[str, str], ...] | None:
    """The parameters that differ between viewers, with the types that they have as columns; None where one can't be told."""
    columns = [(name, _type(value)) for name, value in sorted(parameters.items()) if name != _SHARED]
    return None if any(kind is None for _, kind in columns) else tuple((name, kind or "") for name, kind in columns)


def _type(value: Any) -> str | None:
    if isinstance(value, list):
        kinds = {_type(one) for one in value}
        return f"{kinds.pop()}[]" if len(kinds) == 1 and None not in kinds else None
    return next((name for kind, name in _TYPES if isinstance(value, kind)), None)


# Each viewer's part is planned for itself (OFFSET 0): by the index that it would go by alone.
@lru_cache(maxsize=1_000)
def _statement(
    select: str, order: str, conditions: tuple[str, ...], columns: tuple[tuple[str, str], ...]
) -> TextClause:
    listed, own = ", ".join(f"{name} {kind}" for name, kind in columns), {name for name, _ in columns}
    one = f"{select} WHERE {' AND '.join(conditions)} OFFSET 0"
    each = _PARAMETER.sub(lambda found: f"viewer.{found[1]}" if found[1] in own else found[0], one)
    return text(f"""
SELECT viewer.n AS _viewer, x.* FROM jsonb_to_recordset(CAST(:viewers AS jsonb)) AS viewer(n int, {listed})
 CROSS JOIN LATERAL ({each}) x
 ORDER BY viewer.n, {order}""")

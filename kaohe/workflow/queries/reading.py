"""How everything is read: a view names its columns, source, scope and order; pages follow a keyset in SQL."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.queries.keyset import Key, Window

Row = dict[str, Any]

#: A condition in SQL with its parameters.
Predicate = tuple[str, dict[str, Any]]

Scope = Callable[[Actor], Predicate]

#: How far anything is counted (design.md, "API conventions").
COUNT_LIMIT = 10_000


@dataclass(frozen=True)
class View:
    """What can be read of one noun. The first of `order` that is unique ends it; `id` is the column of its number."""

    columns: str
    source: str
    scope: Scope
    order: tuple[Key, ...]
    id: str
    descending: bool = False


@dataclass(frozen=True)
class Page:
    """A stretch of rows, each with its cursor, and whether more follow."""

    rows: Sequence[tuple[Row, str]]
    more: bool


async def page(session: AsyncSession, actor: Actor, view: View, where: Sequence[Predicate], window: Window) -> Page:
    """The rows of a view after a cursor, in its order."""
    keys = ", ".join(f"{key.column} AS _key{index}" for index, key in enumerate(view.order))
    condition, parameters = _conditions(view, actor, [*where, *window.after_predicate(view.order, view.descending)])
    direction = " DESC" if view.descending else ""
    order = ", ".join(f"{key.column}{direction}" for key in view.order)
    found = await session.execute(
        text(f"SELECT {view.columns}, {keys} FROM {view.source} WHERE {condition} ORDER BY {order} LIMIT :_limit"),
        {**parameters, "_limit": window.first + 1},
    )
    rows = [window.split(dict(row), view.order) for row in found.mappings()]
    return Page(rows[: window.first], len(rows) > window.first)


async def count(session: AsyncSession, actor: Actor, view: View, where: Sequence[Predicate]) -> int:
    """How many rows there are, up to `COUNT_LIMIT`."""
    condition, parameters = _conditions(view, actor, where)
    found = await session.scalar(
        text(f"SELECT count(*) FROM (SELECT 1 FROM {view.source} WHERE {condition} LIMIT :_limit) few"),
        {**parameters, "_limit": COUNT_LIMIT},
    )
    return int(found or 0)


async def rows(session: AsyncSession, actor: Actor, view: View, where: Sequence[Predicate]) -> list[Row]:
    """All rows under these conditions, in the view's order: for what is few by nature."""
    condition, parameters = _conditions(view, actor, where)
    direction = " DESC" if view.descending else ""
    order = ", ".join(f"{key.column}{direction}" for key in view.order)
    found = await session.execute(
        text(f"SELECT {view.columns} FROM {view.source} WHERE {condition} ORDER BY {order}"),
        parameters,
    )
    return [dict(row) for row in found.mappings()]


BatchOfOne = Callable[[AsyncSession, Actor, Sequence[int]], Awaitable[Mapping[int, Row]]]
BatchOfMany = Callable[[AsyncSession, Actor, Sequence[int]], Awaitable[Mapping[int, list[Row]]]]


def by_id(view: View) -> BatchOfOne:
    """A batch for loaders: the rows of these ids that the viewer may see."""

    async def batch(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> Mapping[int, Row]:
        found = await rows(session, actor, view, [(f"{view.id} = ANY(:ids)", {"ids": list(ids)})])
        return {row["id"]: row for row in found}

    return batch


def of_parent(view: View, column: str, name: str) -> BatchOfMany:
    """A batch for loaders: the rows whose `column` (`name` in the row) is one of these ids; a list for each."""

    async def batch(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> Mapping[int, list[Row]]:
        grouped: dict[int, list[Row]] = defaultdict(list)
        for row in await rows(session, actor, view, [(f"{column} = ANY(:ids)", {"ids": list(ids)})]):
            grouped[row[name]].append(row)
        return {one: grouped[one] for one in ids}

    return batch


def given(filters: Mapping[str, str], values: Mapping[str, Any]) -> list[Predicate]:
    """The conditions of those filters for which there is a value. Refused where a text holds what no column can."""
    unheard = [name for name, value in values.items() if isinstance(value, str) and "\x00" in value]
    if unheard:
        raise refuse(Code.BAD_INPUT, unheard[0], problem="不能含有空字符", problem_en="a text holds no NUL character")
    return [(sql, {name: values[name]}) for name, sql in filters.items() if values.get(name) is not None]


def of_body(alias: str) -> Scope:
    """The scope of what everybody of the body may see."""
    return lambda actor: (f"{alias}.body_id = :viewer_body", {"viewer_body": actor.body_id})


def _conditions(view: View, actor: Actor, where: Sequence[Predicate]) -> Predicate:
    found = [view.scope(actor), *where]
    parameters: dict[str, Any] = {}
    for _, added in found:
        parameters |= added
    return " AND ".join(f"({sql})" for sql, _ in found), parameters

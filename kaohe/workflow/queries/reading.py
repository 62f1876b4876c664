"""How everything is read: a view names its columns, source, scope and order; pages follow a keyset in SQL."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.queries.company import Asked, in_company, same_for_all
from kaohe.workflow.queries.keyset import Key, Window, cursor
from kaohe.workflow.queries.viewers import alike, rows_together

Row = Mapping[str, Any]

Found = TypeVar("Found")

#: A condition in SQL with its parameters.
Predicate = tuple[str, dict[str, Any]]

Scope = Callable[[Actor], Predicate]

#: The reasons for which a viewer may see a row of his body, each a predicate of its own, and the parameters of all.
Ways = Callable[[Actor], tuple[list[str], dict[str, Any]]]

#: How far anything is counted (design.md, "API conventions").
COUNT_LIMIT = 10_000

#: Statements kept, of each sort: many more than there are.
STATEMENTS = 1_000


@dataclass(frozen=True, eq=False)
class View:
    """What can be read of one noun. The first of `order` that is unique ends it; `id` is the column of its number.

    `ways` say the same as `scope`, reason by reason: a page of what is seen for several reasons is read for each by an
    index of its own, and then merged. A filter over their OR would walk all that others have, for years.
    """

    columns: str
    source: str
    scope: Scope
    order: tuple[Key, ...]
    id: str
    descending: bool = False
    ways: Ways | None = None

    @cached_property
    def ordered(self) -> str:
        """What follows ORDER BY."""
        return ", ".join(f"{key.column} DESC" if self.descending else key.column for key in self.order)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Under which names a row of a page has the order's values: its columns' own, where they are among them."""
        shown = {column.strip() for column in self.columns.split(",")}
        return tuple(key.name if key.column in shown else f"_key{place}" for place, key in enumerate(self.order))

    @cached_property
    def placed(self) -> str:
        """The columns of a page: the view's, and those of its order that are not among them."""
        keys = [f"{key.column} AS {name}" for key, name in zip(self.order, self.places, strict=True) if name[0] == "_"]
        return ", ".join((self.columns, *keys))

    @cached_property
    def ordered_within(self) -> str:
        """The same order of `placed` columns, of a subquery `x`."""
        return ", ".join(f"x.{name} DESC" if self.descending else f"x.{name}" for name in self.places)

    def cursor(self, row: Row) -> str:
        """The cursor of a row of a page."""
        return cursor([row[name] for name in self.places])


@dataclass(frozen=True)
class Page:
    """A stretch of rows, and whether more follow. A row's cursor is made when somebody asks for it."""

    found: Sequence[Row]
    more: bool
    cursor: Callable[[Row], str]

    @classmethod
    def cut(cls, found: Sequence[Row], first: int, cursor: Callable[[Row], str]) -> "Page":
        """The page of `first` rows, from those found when one more than that was asked for."""
        return cls(found[:first], len(found) > first, cursor)

    @property
    def rows(self) -> Sequence[tuple[Row, str]]:
        """All rows, each with its cursor."""
        return [(row, self.cursor(row)) for row in self.found]


async def page(session: AsyncSession, actor: Actor, view: View, where: Sequence[Predicate], window: Window) -> Page:
    """The rows of a view after a cursor, in its order."""
    beside = [*where, *window.after_predicate(view.order, view.descending)]
    ways, conditions, parameters = _reasons(actor, view, beside)
    found = await session.execute(_page(view, ways, conditions, window.room), parameters)
    return Page.cut(rows_in(found), window.first, view.cursor)


async def count(session: AsyncSession, actor: Actor, view: View, where: Sequence[Predicate]) -> int:
    """How many rows there are, up to `COUNT_LIMIT`."""
    ways, conditions, parameters = _reasons(actor, view, where)
    return int(await session.scalar(_count(view, ways, conditions), parameters) or 0)


async def rows(session: AsyncSession, actor: Actor, view: View, where: Sequence[Predicate]) -> Sequence[Row]:
    """All rows under these conditions, in the view's order: for what is few by nature."""
    conditions, parameters = together(actor, view, where)
    return rows_in(await session.execute(_rows(view, conditions), parameters))


async def rows_for_several(
    session: AsyncSession, view: View, viewers: Sequence[tuple[Actor, Sequence[Predicate]]]
) -> Sequence[Sequence[Row]]:
    """The same for several viewers of a body; those whose scopes are alike share a statement."""
    found: list[Sequence[Row]] = [()] * len(viewers)
    asked = [together(actor, view, where) for actor, where in viewers]
    for columns, places in alike(asked):
        if columns is None or len(places) == 1:
            actor, where = viewers[places[0]]
            found[places[0]] = await rows(session, actor, view, where)
            continue
        select = f"SELECT {view.placed} FROM {view.source}"
        several = await rows_together(session, select, view.ordered_within, columns, [asked[place] for place in places])
        for place, own in zip(places, several, strict=True):
            found[place] = own
    return found


def rows_in(result: Any) -> Sequence[Row]:
    """The rows of a result as they came: mappings by column."""
    found: Sequence[Row] = result.mappings().all()
    return found


def together(actor: Actor, view: View, where: Sequence[Predicate]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The conditions of the viewer's scope and those beside it, and the parameters of all."""
    found = [view.scope(actor), *where]
    return tuple([f"({sql})" for sql, _ in found]), _parameters(found)


def _reasons(
    actor: Actor, view: View, where: Sequence[Predicate]
) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, Any]]:
    """The ways to read a view, where there are several; the conditions beside them; and the parameters of all."""
    ways, parameters = view.ways(actor) if view.ways else ([], {})
    if len(ways) < 2:
        return (), *together(actor, view, where)
    alias = view.id.partition(".")[0]
    conditions = [f"{alias}.body_id = :viewer_body", *(f"({sql})" for sql, _ in where)]
    return tuple(ways), tuple(conditions), parameters | _parameters(where)


def _parameters(found: Sequence[Predicate]) -> dict[str, Any]:
    return {name: value for _, added in found for name, value in added.items()}


# A statement is built once for each view and the texts of its conditions, which are few: what differs between viewers and
# requests is in the parameters. How many rows it may find stands in its text: of a LIMIT that is a parameter, a plan that
# is kept would expect a tenth of everything.


@lru_cache(maxsize=STATEMENTS)
def _page(view: View, ways: tuple[str, ...], conditions: tuple[str, ...], room: int) -> TextClause:
    where = " AND ".join(conditions)
    if ways:
        where = f"{conditions[0]} AND {view.id} IN ({_merged(view, ways, conditions, room)})"
    return text(f"SELECT {view.placed} FROM {view.source} WHERE {where} ORDER BY {view.ordered} LIMIT {room}")


@lru_cache(maxsize=STATEMENTS)
def _count(view: View, ways: tuple[str, ...], conditions: tuple[str, ...]) -> TextClause:
    if ways:
        few = f"SELECT 1 FROM ({_merged(view, ways, conditions, COUNT_LIMIT)}) seen LIMIT {COUNT_LIMIT}"
    else:
        few = f"SELECT 1 FROM {view.source} WHERE {' AND '.join(conditions)} LIMIT {COUNT_LIMIT}"
    return text(f"SELECT count(*) FROM ({few}) few")


@lru_cache(maxsize=STATEMENTS)
def _rows(view: View, conditions: tuple[str, ...]) -> TextClause:
    where = " AND ".join(conditions)
    return text(f"SELECT {view.columns} FROM {view.source} WHERE {where} ORDER BY {view.ordered}")


@lru_cache(maxsize=STATEMENTS)
def statement(sql: str) -> TextClause:
    """A statement whose text is put together for each viewer, of which there are few: read once for each text."""
    return text(sql)


def _merged(view: View, ways: tuple[str, ...], conditions: tuple[str, ...], room: int) -> str:
    """The ids of the first rows by each way: the first rows by any of them are among these."""
    beside = " AND ".join(conditions)
    return " UNION ".join(
        f"(SELECT {view.id} FROM {view.source} WHERE {beside} AND ({way}) ORDER BY {view.ordered} LIMIT {room})"
        for way in ways
    )


BatchOfOne = Callable[[AsyncSession, Actor, Sequence[int]], Awaitable[Mapping[int, Row]]]
BatchOfMany = Callable[[AsyncSession, Actor, Sequence[int]], Awaitable[Mapping[int, list[Row]]]]


def by_id(view: View) -> BatchOfOne:
    """A batch for loaders: the rows of these ids that the viewer may see."""
    return _batch(view, view.id, lambda found, _ids: {row["id"]: row for row in found})


def of_parent(view: View, column: str, name: str) -> BatchOfMany:
    """A batch for loaders: the rows whose `column` (`name` in the row) is one of these ids; a list for each."""

    def lists(found: Sequence[Row], ids: Sequence[int]) -> Mapping[int, list[Row]]:
        grouped: dict[int, list[Row]] = defaultdict(list)
        for row in found:
            grouped[row[name]].append(row)
        return {one: grouped[one] for one in ids}

    return _batch(view, column, lists)


def lone_of_parent(view: View, column: str, name: str) -> BatchOfOne:
    """The same where there is one row for each at most."""
    return _batch(view, column, lambda found, _ids: {row[name]: row for row in found})


def _batch(
    view: View, column: str, sorted_out: Callable[[Sequence[Row], Sequence[int]], Mapping[int, Found]]
) -> Callable[[AsyncSession, Actor, Sequence[int]], Awaitable[Mapping[int, Found]]]:
    """A batch of rows by the values of one column, for one viewer and for several."""
    condition = f"{column} = ANY(:ids)"

    async def batch(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> Mapping[int, Found]:
        return sorted_out(await rows(session, actor, view, [(condition, {"ids": list(ids)})]), ids)

    async def for_several(session: AsyncSession, asked: Sequence[Asked]) -> Sequence[Mapping[int, Found]]:
        viewers = [(actor, [(condition, {"ids": list(ids)})]) for actor, ids in asked]
        found = await rows_for_several(session, view, viewers)
        return [sorted_out(own, ids) for own, (_, ids) in zip(found, asked, strict=True)]

    return same_for_all(batch) if is_same_for_all(view) else in_company(batch, for_several)


#: The condition of each filter, its parameter of the filter's name; or one for true and one for false, for what a partial
#: index knows: of a parameter no plan could tell that it holds.
Filters = Mapping[str, str | tuple[str, str]]


def given(filters: Filters, values: Mapping[str, Any]) -> list[Predicate]:
    """The conditions of those filters for which there is a value. Refused where a text holds what no column can."""
    unheard = [name for name, value in values.items() if isinstance(value, str) and "\x00" in value]
    if unheard:
        raise refuse(Code.BAD_INPUT, unheard[0], problem="不能含有空字符", problem_en="a text holds no NUL character")
    asked = [(name, sql, values[name]) for name, sql in filters.items() if values.get(name) is not None]
    return [(sql, {name: value}) if isinstance(sql, str) else (sql[not value], {}) for name, sql, value in asked]


@dataclass(frozen=True)
class OfBody:
    """The scope of what everybody of the body may see."""

    alias: str

    def __call__(self, actor: Actor) -> Predicate:
        return f"{self.alias}.body_id = :viewer_body", {"viewer_body": actor.body_id}


def of_body(alias: str) -> Scope:
    """The scope of what everybody of the body may see."""
    return OfBody(alias)


def is_same_for_all(view: View) -> bool:
    """Whether everybody of the body sees all of it."""
    return isinstance(view.scope, OfBody)

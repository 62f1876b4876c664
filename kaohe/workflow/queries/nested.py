"""Lists within rows: the pages of all rows of a level are read together, however many rows there are."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries.company import same_for_all
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.reading import COUNT_LIMIT, STATEMENTS, Page, Row, View, is_same_for_all, rows_in, together

#: A row's number, and which stretch of its list.
Asked = tuple[int, Window]

Pages = Callable[[AsyncSession, Actor, Sequence[Asked]], Awaitable[Mapping[Asked, Page]]]
Counts = Callable[[AsyncSession, Actor, Sequence[int]], Awaitable[Mapping[int, int]]]


def pages_within(view: View, link: str) -> Pages:
    """A batch for loaders: stretches of the lists of several rows. `link` is the condition that a row of the view
    belongs to the row of number `asked.id`. A statement for each window: those of one field are the same."""

    async def batch(session: AsyncSession, actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, Page]:
        parents: dict[Window, list[int]] = defaultdict(list)
        for number, window in asked:
            parents[window].append(number)
        pages: dict[Asked, Page] = {}
        for window, ids in parents.items():
            conditions, parameters = together(actor, view, window.after_predicate(view.order, view.descending))
            found = await session.execute(_pages(view, link, conditions, window.room), {**parameters, "_asked": ids})
            lists: dict[int, list[Row]] = {one: [] for one in ids}
            for row in rows_in(found):
                lists[row["_asked"]].append(row)
            pages |= {(one, window): Page.cut(lists[one], window.first, view.cursor) for one in ids}
        return pages

    return same_for_all(batch) if is_same_for_all(view) else batch


def counts_within(view: View, link: str) -> Counts:
    """A batch for loaders: how long each of these lists is, up to `COUNT_LIMIT`."""

    async def batch(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> Mapping[int, int]:
        conditions, parameters = together(actor, view, ())
        found = await session.execute(_counts(view, link, conditions), {**parameters, "_asked": list(ids)})
        return {row["id"]: row["items"] for row in found.mappings()}

    return same_for_all(batch) if is_same_for_all(view) else batch


@lru_cache(maxsize=STATEMENTS)
def _pages(view: View, link: str, conditions: tuple[str, ...], room: int) -> TextClause:
    where = " AND ".join((link, *conditions))
    return text(f"""
SELECT asked.id AS _asked, x.* FROM unnest(CAST(:_asked AS bigint[])) AS asked(id)
 CROSS JOIN LATERAL (
   SELECT {view.placed} FROM {view.source} WHERE {where} ORDER BY {view.ordered} LIMIT {room}) x
 ORDER BY asked.id, {view.ordered_within}""")


@lru_cache(maxsize=STATEMENTS)
def _counts(view: View, link: str, conditions: tuple[str, ...]) -> TextClause:
    where = " AND ".join((link, *conditions))
    return text(f"""
SELECT asked.id, few.items FROM unnest(CAST(:_asked AS bigint[])) AS asked(id)
 CROSS JOIN LATERAL (
   SELECT CAST(count(*) AS int) AS items FROM (SELECT 1 FROM {view.source} WHERE {where} LIMIT {COUNT_LIMIT}) each) few""")

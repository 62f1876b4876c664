"""Relay connections: pages by keyset, counted only when somebody asks."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import graphene

from kaohe.graphql.base import TYPES, Info, ObjectType, Row, named
from kaohe.graphql.batching import then
from kaohe.graphql.fields import listed
from kaohe.workflow.queries.keyset import DEFAULT_PAGE, Window
from kaohe.workflow.queries.nested import counts_within, pages_within
from kaohe.workflow.queries.reading import Page, Predicate, View, count, page


@dataclass(frozen=True)
class Connected:
    """One page of a connection, and how to count the whole."""

    page: Page
    window: Window
    total: Callable[[], Awaitable[int]]

    def edges(self) -> list["Edge"]:
        return [(row, self.page) for row in self.page.found]

    def cursor_at(self, place: int) -> str | None:
        """The cursor of the first (0) or the last (-1) row."""
        return self.page.cursor(self.page.found[place]) if self.page.found else None


#: A row with its page, which makes the cursor where it is asked for.
Edge = tuple[Row, Page]


class PageInfo(ObjectType):
    """分页信息 · Where a page stands."""

    has_next_page = graphene.Boolean(required=True, resolver=lambda connected, _info: connected.page.more)
    has_previous_page = graphene.Boolean(
        required=True, resolver=lambda connected, _info: connected.window.after is not None
    )
    start_cursor = graphene.String(resolver=lambda connected, _info: connected.cursor_at(0))
    end_cursor = graphene.String(resolver=lambda connected, _info: connected.cursor_at(-1))


def connection(kind: str, view: View, where: Callable[..., Sequence[Predicate]], /, **arguments: Any) -> Any:
    """A connection field over a view. `where(row, info, **arguments)` gives the conditions beside the viewer's scope."""

    async def resolve(
        row: Row, info: Info, first: int | None = None, after: str | None = None, **given: Any
    ) -> Connected:
        return await connected(info, view, where(row, info, **given), Window.of(first, after))

    return connection_field(kind, resolve, **arguments)


async def connected(info: Info, view: View, where: Sequence[Predicate], window: Window) -> Connected:
    """A page of a view under these conditions."""
    read = info.context.read
    return Connected(await read(page, view, where, window), window, lambda: read(count, view, where))


def connection_within(kind: str, view: View, link: str, key: str = "id") -> Any:
    """A connection field over what belongs to each row, read together for all rows of a level. `link` is the condition
    that a row of the view belongs to the row of number `asked.id`, which the column `key` has."""
    pages, counts = pages_within(view, link), counts_within(view, link)

    def resolve(row: Row, info: Info, first: int | None = None, after: str | None = None) -> Any:
        window = Window.of(first, after)
        window.values(view.order)  # a cursor that is none is refused here, not for all rows
        context = info.context
        return then(
            context.load(pages, (row[key], window)),
            lambda found: Connected(found, window, lambda: context.load(counts, row[key])),
        )

    return connection_field(kind, resolve)


def connection_field(kind: str, resolve: Callable[..., Any], /, **arguments: Any) -> Any:
    """A connection field with a resolver of its own."""
    return graphene.Field(
        graphene.NonNull(lambda: _connection_type(kind)),
        args={"first": graphene.Int(default_value=DEFAULT_PAGE), "after": graphene.String(), **arguments},
        resolver=resolve,
    )


def _connection_type(kind: str) -> Any:
    """`<Kind>Connection` with its edge, made when first asked for."""
    name = f"{kind}Connection"
    if name not in TYPES:
        _make_types(kind, name)
    return TYPES[name]


def _make_types(kind: str, name: str) -> None:
    edge = type(
        f"{kind}Edge",
        (ObjectType,),
        {
            "__doc__": f"列表中的一项 · One {kind} of a page.",
            "node": graphene.Field(graphene.NonNull(named(kind)), resolver=lambda edge, _info: edge[0]),
            "cursor": graphene.String(required=True, resolver=lambda edge, _info: edge[1].cursor(edge[0])),
        },
    )
    type(
        name,
        (ObjectType,),
        {
            "__doc__": f"分页列表 · A page of {kind} rows.",
            "edges": graphene.Field(listed(edge), resolver=lambda connected, _info: connected.edges()),
            "page_info": graphene.Field(graphene.NonNull(PageInfo), resolver=lambda connected, _info: connected),
            "total_count": graphene.Field(
                graphene.NonNull(graphene.Int), resolver=lambda connected, _info: connected.total()
            ),
        },
    )

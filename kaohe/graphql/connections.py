"""Relay connections: pages by keyset, counted only when somebody asks."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import graphene

from kaohe.graphql.base import TYPES, Info, ObjectType, Row, named
from kaohe.graphql.fields import listed
from kaohe.workflow.queries.keyset import DEFAULT_PAGE, Window
from kaohe.workflow.queries.reading import Page, Predicate, View, count, page


class PageInfo(ObjectType):
    """分页信息 · Where a page stands."""

    has_next_page = graphene.Boolean(required=True)
    has_previous_page = graphene.Boolean(required=True)
    start_cursor = graphene.String()
    end_cursor = graphene.String()


@dataclass(frozen=True)
class Connected:
    """One page of a connection, and how to count the whole."""

    page: Page
    window: Window
    total: Callable[[], Awaitable[int]]

    def edges(self) -> list[Row]:
        return [{"node": row, "cursor": cursor} for row, cursor in self.page.rows]

    def page_info(self) -> Row:
        cursors = [cursor for _, cursor in self.page.rows]
        return {
            "has_next_page": self.page.more,
            "has_previous_page": self.window.after is not None,
            "start_cursor": cursors[0] if cursors else None,
            "end_cursor": cursors[-1] if cursors else None,
        }


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


def connection_field(kind: str, resolve: Callable[..., Awaitable[Connected]], /, **arguments: Any) -> Any:
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
            "node": graphene.Field(graphene.NonNull(named(kind))),
            "cursor": graphene.String(required=True),
        },
    )
    type(
        name,
        (ObjectType,),
        {
            "__doc__": f"分页列表 · A page of {kind} rows.",
            "edges": graphene.Field(listed(edge), resolver=lambda connected, _info: connected.edges()),
            "page_info": graphene.Field(
                graphene.NonNull(PageInfo), resolver=lambda connected, _info: connected.page_info()
            ),
            "total_count": graphene.Field(
                graphene.NonNull(graphene.Int), resolver=lambda connected, _info: connected.total()
            ),
        },
    )

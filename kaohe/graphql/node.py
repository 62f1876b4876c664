"""Nodes (relay): objects with a global id, which can be read again by it."""

from typing import Any

import graphene

from kaohe.graphql.base import TYPES, Info, ObjectType, Row
from kaohe.graphql.ids import global_id, parse_id
from kaohe.graphql.readings import Batch

#: How each type's rows are read by their number, within what the viewer may see.
LOOKUPS: dict[str, Batch] = {}


class NodeInterface(graphene.Interface):
    """可凭编号再次读取的对象 · Anything with an id under which it can be read again."""

    class Meta:
        name = "Node"

    id = graphene.ID(required=True)

    @classmethod
    def resolve_type(cls, row: Row, _info: Info) -> Any:
        return TYPES[row["_type"]]


class Node(ObjectType):
    """A type with a global id; `lookup` reads its rows by number."""

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(cls, **options: Any) -> None:
        lookup: Batch = options.pop("lookup")
        super().__init_subclass_with_meta__(interfaces=(NodeInterface,), **options)
        name = cls._meta.name
        LOOKUPS[name] = lookup
        # The interface's field is shared by all types: each needs one of its own.
        cls._meta.fields["id"] = graphene.Field(
            graphene.NonNull(graphene.ID), resolver=lambda row, _info: global_id(name, row["id"])
        )


async def resolve_node(_root: None, info: Info, id: str) -> Row | None:  # noqa: A002 - relay's own name
    """The object of an id; null where there is none for this viewer."""
    parsed = parse_id(id)
    if parsed is None or parsed[0] not in LOOKUPS:
        _ = info.context.actor  # signed in, or refused
        return None
    kind, number = parsed
    row = await info.context.load(LOOKUPS[kind], number)
    return None if row is None else {**row, "_type": kind}

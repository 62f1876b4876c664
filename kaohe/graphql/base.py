"""What all object types share: their values are rows, and they know each other by name."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import graphene
from graphql import GraphQLResolveInfo

if TYPE_CHECKING:
    from kaohe.graphql.context import Context

Row = Mapping[str, Any]


class Info(GraphQLResolveInfo):
    """What a resolver is told beside its row; `context` is the request's."""

    context: "Context"


#: Every object type by its name, so that types can refer to each other before they exist.
TYPES: dict[str, Any] = {}


def named(name: str) -> Callable[[], Any]:
    """The object type of that name, looked up when the schema is built."""
    return lambda: TYPES[name]


def from_row(attname: str, default: Any, root: Row, _info: Info, **_args: Any) -> Any:
    """The default resolver: a field is the column of its name."""
    return root.get(attname, default)


class ObjectType(graphene.ObjectType):
    """An object type whose values are rows."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # graphene takes a type's options as arguments of its class statement

        def __init_subclass__(cls, **options: Any) -> None: ...

    @classmethod
    def __init_subclass_with_meta__(cls, **options: Any) -> None:
        options.setdefault("default_resolver", from_row)
        super().__init_subclass_with_meta__(**options)
        TYPES[cls._meta.name] = cls

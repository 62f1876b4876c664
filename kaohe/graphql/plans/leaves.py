"""Leaves: how a value of a scalar or an enum is written."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from graphql import GraphQLEnumType, GraphQLLeafType, Undefined
from graphql.pyutils import inspect

Write = Callable[[Any], Any]

#: Scalars that leave values of this very class as they are: given, and asked for.
KEPT: dict[str, type] = {"String": str, "ID": str, "Boolean": bool, "Json": dict}

#: Scalars whose `serialize` is called at once for values of this very class, and never answers None for them.
_WRITTEN: dict[str, type] = {"Int": int, "Decimal": Decimal, "DateTime": datetime, "Date": date}


def quick(kind: GraphQLLeafType) -> tuple[type | None, Write | None]:
    """The class of which nearly all of a leaf's values are, and how one of it is written: None where as it is.

    (None, None) where there is no such class. Raises as `exact` does.
    """
    if isinstance(kind, GraphQLEnumType):
        return str, _Names(kind).__getitem__
    if kind.name in KEPT:
        return KEPT[kind.name], None
    return (_WRITTEN[kind.name], kind.serialize) if kind.name in _WRITTEN else (None, None)


def exact(kind: GraphQLLeafType) -> Write:
    """As graphql-core writes it. Raises what `serialize` raises, TypeError where it answers nothing."""
    serialize = kind.serialize

    def write(value: Any) -> Any:
        written = serialize(value)
        if written is Undefined or written is None:
            raise TypeError(
                f"Expected `{inspect(kind)}.serialize({inspect(value)})`"
                f" to return non-nullable value, returned: {inspect(written)}"
            )
        return written

    return write


class _Names(dict[str, str]):
    """The names of an enum's values that stand in rows as text. Raises GraphQLError for what is none of them."""

    def __init__(self, kind: GraphQLEnumType) -> None:
        values = (getattr(one.value, "value", one.value) for one in kind.values.values())
        super().__init__((value, kind.serialize(value)) for value in values if type(value) is str)
        self._kind = kind

    def __missing__(self, value: str) -> str:
        return self._kind.serialize(value)

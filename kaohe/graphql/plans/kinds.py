"""What a resolver's answer is, told by its class alone: once for each class there is."""

from enum import IntEnum
from typing import Any

from graphql import Undefined


class Kind(IntEnum):
    """How a value is treated."""

    THERE = 0
    NULL = 1
    AWAITABLE = 2
    ERROR = 3


#: The kinds by their names alone: an attribute of an enum costs as much as all else that is asked of a value.
THERE, NULL, AWAITABLE, ERROR = Kind


class _Kinds(dict[type, Kind]):
    def __missing__(self, of: type) -> Kind:
        kind = self[of] = _kind_of(of)
        return kind


def _kind_of(of: type[Any]) -> Kind:
    if of is type(None) or of is type(Undefined):
        return NULL
    if issubclass(of, Exception):
        return ERROR
    return AWAITABLE if hasattr(of, "__await__") else THERE


#: The kind of each class of values. Rows and values have few.
KINDS = _Kinds()

"""Canonical bytes: one spelling of a record, so that equal facts always have equal hashes (RFC 8785)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID

import orjson

Plain: TypeAlias = bool | int | str | list["Plain"] | dict[str, "Plain"] | None

#: The largest whole number that every reader of JSON keeps exactly.
_LARGEST = 2**53 - 1

_AS_IT_IS = frozenset({str, bool, type(None)})


def canonical(obj: object) -> bytes:
    """RFC 8785 bytes of a record of mappings, lists, text, whole numbers (up to ±(2^53−1)), booleans and None.

    Exact values become text first: decimals in plain notation without trailing zeros (80.00 and 80 are one value),
    aware datetimes in UTC with microseconds and Z, dates in ISO, UUIDs; enums as their value. TypeError for anything
    else, floats included, since they are not exact; ValueError for naive datetimes, infinities and larger numbers.
    """
    plain = _plain(obj)
    try:
        return orjson.dumps(plain)
    except orjson.JSONEncodeError as error:  # all that is left to refuse: half a character
        raise ValueError(str(error)) from error


def _plain(obj: Any) -> Plain:
    kind = type(obj)  # what most records are made of, before what some have
    if kind in _AS_IT_IS:
        return obj  # type: ignore[no-any-return] # it was looked at
    if kind is int:
        return _exact(obj)
    if kind is dict:
        return _sorted(obj)
    match obj:
        case datetime():
            return _instant_text(obj)
        case Enum():
            return _plain(obj.value)
        case bool() | str():
            return obj
        case int():
            return _exact(obj)
        case Decimal():
            return _decimal_text(obj)
        case date():
            return obj.isoformat()
        case UUID():
            return str(obj)
        case Mapping():
            return _sorted(obj)
        case list() | tuple():
            return [_plain(value) for value in obj]
    raise TypeError(f"no canonical form for {type(obj).__name__}: {obj!r}")


def _sorted(record: Mapping[object, Any]) -> dict[str, Plain]:
    """In the order of the names' UTF-16 code units."""
    return {
        name: value if type(value := record[key]) in _AS_IT_IS else _plain(value)
        for name, key in _in_order(tuple(record))
    }


@lru_cache(maxsize=1_000)
def _in_order(keys: tuple[object, ...]) -> tuple[tuple[str, object], ...]:
    """The name of each key, and the key, in the order of the names. Records of a kind have the same keys."""
    return tuple(sorted(((_key(key), key) for key in keys), key=lambda named: named[0].encode("utf-16be")))


def _exact(number: int) -> int:
    if not -_LARGEST <= number <= _LARGEST:
        raise ValueError(f"{number} is larger than what is exact everywhere")
    return number


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a name must be text, not {key!r}")
    return str(key.value) if isinstance(key, Enum) else key


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if value else "0"


@lru_cache(maxsize=64)
def _instant_text(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {instant.isoformat()}")
    return instant.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"

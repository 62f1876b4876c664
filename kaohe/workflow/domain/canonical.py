"""Canonical bytes: one spelling of a record, so that equal facts always have equal hashes (RFC 8785)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import TypeAlias
from uuid import UUID

import rfc8785

Plain: TypeAlias = bool | int | str | list["Plain"] | dict[str, "Plain"] | None


def canonical(obj: object) -> bytes:
    """RFC 8785 bytes of a record of mappings, lists, text, whole numbers (up to ±(2^53−1)), booleans and None.

    Exact values become text first: decimals in plain notation without trailing zeros (80.00 and 80 are one value),
    aware datetimes in UTC with microseconds and Z, dates in ISO, UUIDs; enums as their value. TypeError for anything
    else, floats included, since they are not exact; ValueError for naive datetimes, infinities and larger numbers.
    """
    return rfc8785.dumps(_plain(obj))


def _plain(obj: object) -> Plain:
    match obj:
        case Enum():
            return _plain(obj.value)
        case None | bool() | int() | str():
            return obj
        case Decimal():
            return _decimal_text(obj)
        case datetime():
            return _instant_text(obj)
        case date():
            return obj.isoformat()
        case UUID():
            return str(obj)
        case Mapping():
            return {_key(key): _plain(value) for key, value in obj.items()}
        case list() | tuple():
            return [_plain(value) for value in obj]
    raise TypeError(f"no canonical form for {type(obj).__name__}: {obj!r}")


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


def _instant_text(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {instant.isoformat()}")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

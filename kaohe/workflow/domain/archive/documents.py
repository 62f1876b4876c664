"""What an archive's members are called, and how JSON is written in them."""

from collections.abc import Mapping, Set
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import orjson

RESULTS = "results.json"
FACTS = "facts.json"
POLICY_TOML = "policy.toml"
POLICY_JSON = "policy.json"
CYCLE = "cycle.json"
HISTORY = "history.jsonl"
LEAVES = "leaves.json"
LATER = "later.json"
EVIDENCE = "evidence.json"
EVIDENCE_FOLDER = "evidence/"

MANIFEST = "manifest.json"

_NOT_SEALED = frozenset({MANIFEST, LEAVES, LATER, HISTORY})

_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS


def is_sealed_document(name: str) -> bool:
    """Whether a member is one that the seal covers: those at the top, but not what is made when it is exported."""
    return "/" not in name and name not in _NOT_SEALED


def json_bytes(value: object) -> bytes:
    """Readable JSON with one spelling: keys in order, exact numbers as text, instants in UTC."""
    return orjson.dumps(plain(value), option=_OPTIONS) + b"\n"


def json_line(value: object) -> bytes:
    """The same on one line."""
    return orjson.dumps(plain(value), option=orjson.OPT_SORT_KEYS) + b"\n"


def instant_text(moment: datetime) -> str:
    """A moment in UTC with microseconds and Z, as the history's hashes spell it."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def plain(value: Any) -> Any:
    """The value as JSON reads it back."""
    match value:
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case Fraction():
            return str(value)
        case bytes():
            return value.hex()
        case str():
            return str(value)
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case Set():
            return sorted(plain(one) for one in value)
        case list() | tuple():
            return [plain(one) for one in value]
    return value

"""The hash chain of an assessment's history: each record's hash covers all that came before it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from kaohe.workflow.domain.canonical import canonical

HASH_BYTES = sha256().digest_size

#: What the first record of a chain is linked to.
GENESIS = bytes(HASH_BYTES)


@dataclass(frozen=True, slots=True)
class Linked:
    """A record as it was stored, with the hash stored beside it."""

    record: Mapping[str, object]  # whatever `canonical` takes
    hash: bytes


def link(prev_hash: bytes, record: Mapping[str, object]) -> bytes:
    """SHA-256 over the hash before (`GENESIS` for the first) and the record's canonical bytes: 32 bytes."""
    if len(prev_hash) != HASH_BYTES:
        raise ValueError(f"a hash has {HASH_BYTES} bytes, not {len(prev_hash)}")
    return sha256(prev_hash + canonical(record)).digest()


def verify(records: Iterable[Linked], head: bytes | None = None) -> int | None:
    """The index of the first record that is not intact, or None where all are.

    With `head`, the last hash as kept elsewhere, records cut off at the end are noticed too: the index of the first
    that is missing. An empty chain's head is `GENESIS`.
    """
    last, count = GENESIS, 0
    for index, linked in enumerate(records):
        if link(last, linked.record) != linked.hash:
            return index
        last, count = linked.hash, index + 1
    return None if head is None or head == last else count

"""A Merkle tree over the leaves of an archive: one hash that stands for all of them, in their order.

Leaves and nodes are hashed with different first bytes, and an odd part of the tree is never doubled, so that no two
lists of leaves have the same root.
"""

from collections.abc import Sequence
from hashlib import sha256

_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf's bytes: 32 bytes."""
    return sha256(_LEAF + data).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; of none at all, the SHA-256 of nothing."""
    level = list(leaves)
    if not level:
        return sha256().digest()
    while len(level) > 1:
        paired = [sha256(_NODE + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = paired if len(level) % 2 == 0 else [*paired, level[-1]]
    return level[0]

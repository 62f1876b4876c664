"""The tree under a seal."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.archive.merkle import leaf_hash, merkle_root

pytestmark = pytest.mark.req("design: evidence")

hashes = st.lists(st.binary(max_size=4).map(leaf_hash), max_size=12)


def test_one_leaf_is_its_own_root_and_none_is_the_hash_of_nothing() -> None:
    leaf = leaf_hash(b"a")
    assert merkle_root([leaf]) == leaf
    assert merkle_root([]) == sha256(b"").digest()


def test_three_leaves_by_hand() -> None:
    a, b, c = (leaf_hash(one) for one in (b"a", b"b", b"c"))
    inner = sha256(b"\x01" + a + b).digest()
    assert merkle_root([a, b, c]) == sha256(b"\x01" + inner + c).digest()


@given(hashes, hashes)
def test_different_lists_have_different_roots(one: list[bytes], other: list[bytes]) -> None:
    assert (merkle_root(one) == merkle_root(other)) == (one == other)


@given(hashes.filter(bool))
def test_an_odd_end_is_never_doubled(leaves: list[bytes]) -> None:
    assert merkle_root([*leaves, leaves[-1]]) != merkle_root(leaves)

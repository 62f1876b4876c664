"""Each record's hash covers all before it, so no change goes unseen."""

from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaohe.workflow.domain.history_chain import GENESIS, HASH_BYTES, Linked, link, verify

histories = st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 3)), min_size=1, max_size=8)


def chained(history: list[dict[str, int]]) -> list[Linked]:
    chain: list[Linked] = []
    for record in history:
        chain.append(Linked(record, link(chain[-1].hash if chain else GENESIS, record)))
    return chain


def test_a_link_is_sha256_over_the_hash_before_and_the_canonical_bytes() -> None:
    first = link(GENESIS, {"b": 1, "a": "好"})
    assert first == sha256(bytes(32) + '{"a":"好","b":1}'.encode()).digest()
    assert link(first, {}) == sha256(first + b"{}").digest()


@pytest.mark.parametrize("wrong", [b"", bytes(HASH_BYTES - 1), bytes(HASH_BYTES + 1)])
def test_a_hash_of_another_length_is_refused(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        link(wrong, {})


def test_an_empty_chain_is_intact_and_its_head_is_genesis() -> None:
    assert verify([]) is None
    assert verify([], GENESIS) is None
    assert verify([], link(GENESIS, {})) == 0


@given(histories)
def test_an_untouched_chain_is_intact(history: list[dict[str, int]]) -> None:
    chain = chained(history)
    assert verify(chain) is None
    assert verify(chain, chain[-1].hash) is None


@given(histories, st.data())
def test_the_first_changed_record_is_named(history: list[dict[str, int]], data: st.DataObject) -> None:
    chain = chained(history)
    index = data.draw(st.integers(0, len(chain) - 1))
    chain[index] = Linked({**chain[index].record, "d": 1}, chain[index].hash)
    assert verify(chain) == index


@given(histories, st.data())
def test_a_record_rewritten_with_a_fresh_hash_breaks_the_next_or_the_head(
    history: list[dict[str, int]], data: st.DataObject
) -> None:
    chain = chained(history)
    head = chain[-1].hash
    index = data.draw(st.integers(0, len(chain) - 1))
    before = chain[index - 1].hash if index else GENESIS
    forged = {**chain[index].record, "d": 1}
    chain[index] = Linked(forged, link(before, forged))
    assert verify(chain, head) == index + 1


@given(histories, st.data())
def test_a_removed_or_repeated_record_is_noticed(history: list[dict[str, int]], data: st.DataObject) -> None:
    chain = chained(history)
    head = chain[-1].hash
    index = data.draw(st.integers(0, len(chain) - 1))
    assert verify(chain[:index] + chain[index + 1 :], head) == index
    assert verify(chain[: index + 1] + chain[index:], head) == index + 1


@given(histories, st.data())
def test_records_that_changed_places_are_noticed(history: list[dict[str, int]], data: st.DataObject) -> None:
    chain = chained(history)
    order = data.draw(st.permutations(range(len(chain))))
    assume(list(order) != sorted(order))
    assert verify([chain[index] for index in order]) is not None


@given(histories)
def test_records_cut_off_at_the_end_are_noticed_by_the_head(history: list[dict[str, int]]) -> None:
    chain = chained(history)
    assert verify(chain[:-1]) is None
    assert verify(chain[:-1], chain[-1].hash) == len(chain) - 1

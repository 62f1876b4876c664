"""The canonical bytes are those of the reference implementation of RFC 8785, to the last escape."""

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from kaohe.workflow.domain.canonical import canonical

#: Whatever a character may be: half of a pair, what no font shows, and what only two code units can write.
_CHARACTERS = st.characters() | st.sampled_from('\x00\x08\x0b\x1f\x7f\u2028\ue000\uffff\U00010000\U0010ffff\ud800"\\/')
_WORDS = st.text(_CHARACTERS, max_size=8)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**54), 2**54) | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=5),
    max_leaves=12,
)


@pytest.mark.req("design: evidence")
@given(_VALUES)
@example({"\ue000": 1, "\U00010000": 2, "a": 3})
@example({"\ud800": 1})
@example([2**53, "\ud800"])
def test_the_bytes_are_those_of_the_reference(value: object) -> None:
    try:
        expected = rfc8785.dumps(value)  # type: ignore[arg-type] # the values are what it takes
    except ValueError:
        with pytest.raises(ValueError):
            canonical(value)
    else:
        assert canonical(value) == expected

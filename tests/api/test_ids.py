"""Global ids are relay's own, character by character."""

from binascii import b2a_base64

from graphql_relay import from_global_id, to_global_id
from hypothesis import given
from hypothesis import strategies as st

from kaohe.graphql.ids import global_id, parse_id
from kaohe.graphql.node import LOOKUPS
from kaohe.graphql.schema import SCHEMA

_KINDS = sorted(LOOKUPS) if SCHEMA else []


@given(st.sampled_from(_KINDS), st.integers(0, 2**63 - 1))
def test_as_relay_writes_them(kind: str, number: int) -> None:
    assert global_id(kind, number) == to_global_id(kind, number)
    assert parse_id(global_id(kind, number)) == (kind, number)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_the_names(kind: str, number: str) -> None:
    assert global_id(kind, number) == to_global_id(kind, number)


@given(
    st.text()
    | st.binary().map(lambda raw: b2a_base64(raw).decode())
    | st.sampled_from(_KINDS).map(lambda kind: f"{kind}:007")
)
def test_what_is_no_id_is_told_from_one_as_relay_tells_it(text: str) -> None:
    for value in (text, to_global_id("Task", text), global_id("Task", 12) + text, text + global_id("Task", 12)):
        kind, number = from_global_id(value)
        known = kind and number.isascii() and number.isdigit() and int(number) < 2**63
        assert parse_id(value) == ((kind, int(number)) if known else None)

"""Global ids are relay's own, character by character."""

from graphql_relay import to_global_id
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

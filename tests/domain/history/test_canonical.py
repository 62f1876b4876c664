"""Equal facts have equal bytes (RFC 8785)."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.canonical import canonical


class Colour(StrEnum):
    RED = "red"


class Level(Enum):
    TOP = 1


offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=offsets)
finite = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9)
plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("80.00"), '"80"'),
        (Decimal("88.50"), '"88.5"'),
        (Decimal("-0.0"), '"0"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal(100), '"100"'),
        (Decimal("12345678901234567890123456789.10"), '"12345678901234567890123456789.1"'),
        (datetime(2026, 4, 1, 9, tzinfo=timezone(timedelta(hours=8))), '"2026-04-01T01:00:00.000000Z"'),
        (datetime(2026, 4, 1, 9, 0, 0, 5, tzinfo=UTC), '"2026-04-01T09:00:00.000005Z"'),
        (date(2026, 4, 1), '"2026-04-01"'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (Colour.RED, '"red"'),
        (Level.TOP, "1"),
        ((1, True, None), "[1,true,null]"),
        ({"b": 1, Colour.RED: 2, "a": "好"}, '{"a":"好","b":1,"red":2}'),
        ({"\U0001f600": 1, "\ufb33": 2}, '{"\U0001f600":1,"\ufb33":2}'),
    ],
)
def test_the_canonical_spelling(value: object, text: str) -> None:
    assert canonical(value).decode() == text


@pytest.mark.parametrize("value", [1.5, b"x", {1, 2}, object(), {1: "x"}, [{"x": 0.0}]])
def test_what_has_no_exact_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [datetime(2026, 4, 1), Decimal("NaN"), Decimal("Infinity"), 2**53, "\ud800"])
def test_what_has_no_certain_value_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical(value)


@given(plain_values)
def test_plain_values_are_read_back(value: object) -> None:
    assert json.loads(canonical(value)) == value


@given(plain_values, plain_values)
def test_different_values_differ(one: object, other: object) -> None:
    assert (canonical(one) == canonical(other)) == (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


@given(st.dictionaries(st.text(), st.integers(0, 9)))
def test_the_order_of_names_is_of_no_account(record: dict[str, int]) -> None:
    assert canonical(dict(reversed(record.items()))) == canonical(record)


@given(instants, offsets)
def test_one_instant_has_one_spelling_in_every_zone(instant: datetime, zone: timezone) -> None:
    assert canonical(instant) == canonical(instant.astimezone(zone))


@given(finite, finite)
def test_decimals_are_equal_in_bytes_where_they_are_in_value(one: Decimal, other: Decimal) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)
    assert Decimal(json.loads(canonical(one))) == one
    assert canonical(one) == canonical(Decimal(f"{one:f}" + ("0" if "." in f"{one:f}" else ".0")))


class Named(StrEnum):
    """A name that is text."""

    A = "written"


def test_names_that_are_enums_are_written_as_their_values() -> None:
    assert canonical({Named.A: Named.A}) == b'{"written":"written"}'
    assert canonical({"a": Decimal("1.50"), "b": Decimal("100"), "c": Decimal("0.00"), "d": Decimal("1E+2")}) == (
        b'{"a":"1.5","b":"100","c":"0","d":"100"}'
    )


def test_a_refusal_names_what_has_no_canonical_form() -> None:
    with pytest.raises(TypeError, match=r"no canonical form for float: 1\.5"):
        canonical({"a": 1.5})
    with pytest.raises(TypeError, match="a name must be text, not 1"):
        canonical({1: "a"})

"""Rows that are sent as a JSON document."""

from decimal import Decimal

import pytest

from kaohe.schema.rows import as_json


@pytest.mark.req("set-up")
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("80.50"), '"80.50"'),
        (Decimal("-0.004286"), '"-0.004286"'),
        (Decimal("1E+2"), '"100"'),
        (Decimal("1E-7"), '"0.0000001"'),
        (Decimal("0E-7"), '"0.0000000"'),
    ],
)
def test_a_decimal_is_sent_digit_by_digit_without_exponent(value: Decimal, text: str) -> None:
    assert as_json(value) == text

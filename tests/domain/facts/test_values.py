"""Values that are many: what mypy keeps frozen is equal, and a key, by its fields."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kaohe.workflow.domain.facts.model import BallotTally
from kaohe.workflow.domain.snapshots import Opinion

VALUES = (BallotTally(("peer",), Fraction(3), 12, Fraction(161, 2)), Opinion(1, "unit", 7))


@pytest.mark.req("set-up")
@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_an_equal_value_is_the_same_key(value: BallotTally | Opinion) -> None:
    assert {value: "found"}[replace(value)] == "found"


@pytest.mark.req("set-up")
@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_with_another_field_is_another(value: BallotTally | Opinion) -> None:
    other = replace(value, ballots=13) if isinstance(value, BallotTally) else replace(value, round=2)

    assert len({value, other}) == 2

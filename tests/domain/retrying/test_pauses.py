"""Pauses between attempts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.retrying import pause_after

FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=10)


def test_the_pause_doubles_up_to_the_longest() -> None:
    pauses = [pause_after(attempt, FIRST, LONGEST).total_seconds() for attempt in range(1, 9)]
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600]


@given(st.integers(1, 10_000))
def test_a_pause_is_never_shorter_than_the_one_before(attempt: int) -> None:
    assert FIRST <= pause_after(attempt, FIRST, LONGEST) <= pause_after(attempt + 1, FIRST, LONGEST) <= LONGEST


def test_without_a_failure_there_is_no_pause() -> None:
    with pytest.raises(ValueError, match="follows a failure"):
        pause_after(0, FIRST, LONGEST)

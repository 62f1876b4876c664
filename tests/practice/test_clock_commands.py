"""What may be typed to move the practice clock."""

from datetime import UTC, datetime

import pytest

from kaohe.practice import moment

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


def test_enter_goes_to_the_next_deadline_or_nowhere() -> None:
    assert moment("\n", NOW, DUE) == DUE
    assert moment("", NOW, None) is None


@pytest.mark.parametrize(
    ("typed", "reached"),
    [
        ("+3", datetime(2026, 11, 23, 1, 0, tzinfo=UTC)),
        ("+3d", datetime(2026, 11, 23, 1, 0, tzinfo=UTC)),
        ("+2h", datetime(2026, 11, 20, 3, 0, tzinfo=UTC)),
        ("2026-12-01", datetime(2026, 11, 30, 16, 0, tzinfo=UTC)),
        ("2026-12-01T09:00", datetime(2026, 12, 1, 1, 0, tzinfo=UTC)),
    ],
)
def test_steps_and_days_are_read_in_shanghai(typed: str, reached: datetime) -> None:
    assert moment(typed, NOW, DUE) == reached


@pytest.mark.parametrize("typed", ["soon", "-3", "+", "+99999"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        moment(typed, NOW, DUE)

"""The one place that reads the time. Everything else is handed `now`."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the present moment as an aware datetime."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SetClock:
    """A clock that stands still until it is moved: for tests and rehearsals. No API reaches it."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def move_to(self, at: datetime) -> None:
        """Set the time; it never runs backwards."""
        if at < self._at:
            raise ValueError(f"a clock does not run backwards: {at} < {self._at}")
        self._at = at

    def advance(self, by: timedelta) -> None:
        self.move_to(self._at + by)

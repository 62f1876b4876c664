"""When to try again what failed: later each time, up to a longest pause."""

from datetime import timedelta


def pause_after(attempts: int, first: timedelta, longest: timedelta) -> timedelta:
    """The pause after the `attempts`-th failure, counted from 1: `first`, doubled each time, never above `longest`."""
    if attempts < 1:
        raise ValueError(f"a pause follows a failure: {attempts}")
    times: int = 2 ** min(attempts - 1, 32)  # far beyond any longest pause, and no overflow
    return min(first * times, longest)

"""Whether this worker's pacemaker is alive: one that hangs must be restarted, though its process answers."""

import math
import time

#: Seconds without a beat after which a worker is taken for dead; it beats about once a second.
PATIENCE = 30.0


class Heart:
    """Beats at moments of a clock that only runs forward, in seconds."""

    def __init__(self) -> None:
        self._last = -math.inf

    def beat(self, at: float) -> None:
        self._last = at

    def is_beating(self, at: float) -> bool:
        """Whether the last beat was less than `PATIENCE` before; not before the first."""
        return at - self._last < PATIENCE


_heart = Heart()


def heartbeat() -> None:
    """The pacemaker of this process has gone round once more."""
    _heart.beat(time.monotonic())


def is_beating() -> bool:
    """Whether the pacemaker of this process is alive."""
    return _heart.is_beating(time.monotonic())

"""The agenda (日程): what people will do at a moment that is still to come, whatever else goes on then."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush

Act = Callable[[], Awaitable[None]]


@dataclass(frozen=True, order=True)
class Planned:
    """An act that is planned. Of those at one moment the first planned comes first."""

    when: datetime
    place: int
    act: Act = field(compare=False)


@dataclass
class Agenda:
    """What is planned, the earliest first."""

    _planned: list[Planned] = field(default_factory=list)
    _count: int = 0

    def plan(self, when: datetime, act: Act) -> None:
        """Have `act` done at `when`. It must not move the clock."""
        self._count += 1
        heappush(self._planned, Planned(when, self._count, act))

    def take(self, *, until: datetime) -> Planned | None:
        """The next one up to a moment, which is planned no more; None where there is none."""
        if not self._planned or self._planned[0].when > until:
            return None
        return heappop(self._planned)

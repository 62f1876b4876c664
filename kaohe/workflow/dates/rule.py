"""Which dates may move, and how far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Rule(Protocol):
    """`running` says whether a date is still to come, `settle` what becomes of such a one whose basis gives `computed`
    now; `stage` settles the date of a stage, which somebody may have `reached`."""

    def running(self, before: datetime) -> bool: ...

    def settle(self, computed: datetime, before: datetime) -> datetime: ...

    def stage(self, planned: datetime, before: datetime, *, reached: bool) -> datetime: ...


@dataclass(frozen=True, slots=True)
class AsPlanned:
    """The cycle has moved on or was extended at `now`: nothing comes earlier than somebody was told (§3, late stage).
    A date that has come moves only with its stage."""

    now: datetime

    def running(self, before: datetime) -> bool:
        return before > self.now

    def settle(self, computed: datetime, before: datetime) -> datetime:
        return max(computed, before)

    def stage(self, planned: datetime, before: datetime, *, reached: bool) -> datetime:
        return max(planned, before) if reached else planned


@dataclass(frozen=True, slots=True)
class FromBasis:
    """The calendar has changed, or a pause is over: every date that had not come at `since` is what its basis gives,
    earlier or later, but not before `earliest`; a date that had come stays."""

    since: datetime
    earliest: datetime

    def running(self, before: datetime) -> bool:
        return before > self.since

    def settle(self, computed: datetime, before: datetime) -> datetime:
        return max(computed, self.earliest)

    def stage(self, planned: datetime, before: datetime, *, reached: bool) -> datetime:
        return self.settle(planned, before) if self.running(before) else before

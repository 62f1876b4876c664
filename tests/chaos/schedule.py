"""The schedule of faults: drawn from a seed alone, so that a seed replays it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """What is done to the deployment."""

    KILL_WORKER = "kill a worker"
    STOP_WORKER = "stop a worker"
    FREEZE_WORKER = "freeze a worker"
    KILL_REDIS = "kill Redis"
    FLUSH_REDIS = "flush Redis"
    KILL_POSTGRES = "kill PostgreSQL"
    RESTART_POSTGRES = "restart PostgreSQL"
    KILL_API = "kill an API"
    CUT_CONNECTIONS = "cut a third of all connections"


#: How often each is drawn once every one has had its turn: workers die most.
_WEIGHTS = {
    Fault.KILL_WORKER: 6,
    Fault.STOP_WORKER: 2,
    Fault.FREEZE_WORKER: 3,
    Fault.KILL_REDIS: 2,
    Fault.FLUSH_REDIS: 3,
    Fault.KILL_POSTGRES: 1,
    Fault.RESTART_POSTGRES: 1,
    Fault.KILL_API: 2,
    Fault.CUT_CONNECTIONS: 3,
}

_OF_SEVERAL = frozenset({Fault.KILL_WORKER, Fault.STOP_WORKER, Fault.FREEZE_WORKER, Fault.KILL_API})

#: What stays away for a while. Processes are started again at once.
_LASTING = frozenset({Fault.FREEZE_WORKER, Fault.KILL_REDIS, Fault.KILL_POSTGRES})


@dataclass(frozen=True)
class Planned:
    """One fault: seconds after the start, what, to which of several (numbered from 1), and for how many seconds what is
    taken away stays away."""

    at: float
    fault: Fault
    target: int
    lasts: float

    def __str__(self) -> str:
        which = f", number {self.target}" if self.fault in _OF_SEVERAL else ""
        away = f", for {self.lasts:.2f} s" if self.fault in _LASTING else ""
        return f"{self.at:6.2f} s  {self.fault}{which}{away}"


def draw(seed: int, seconds: float, *, count: int, workers: int = 3, apis: int = 2) -> Sequence[Planned]:
    """`count` faults over `seconds`, in order; every kind at least once. ValueError for fewer than there are kinds."""
    if count < len(Fault):
        raise ValueError(f"{count} faults are fewer than the {len(Fault)} kinds")
    random = Random(seed)
    faults = [*Fault, *random.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=count - len(Fault))]
    random.shuffle(faults)
    moments = sorted(random.uniform(0, seconds) for _ in faults)
    return [
        Planned(
            at=moment,
            fault=fault,
            target=random.randint(1, apis if fault is Fault.KILL_API else workers),
            lasts=random.uniform(0.1, 1.5),
        )
        for moment, fault in zip(moments, faults, strict=True)
    ]

"""Doing to the deployment what the schedule says, and what `restart: unless-stopped` does about it."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from chaos.schedule import Fault, Planned
from sqlalchemy.engine import make_url
from support.processes import WITHIN_SECONDS, Process
from support.topology import Topology

_PAUSE_SECONDS = 0.05

#: Docker's own: the pause before a restart doubles, unless the container has run for so long.
_FIRST_PAUSE_SECONDS = 0.1
_STEADY_SECONDS = 10.0

# Over a socket PostgreSQL does not know whose a connection is: a third of all are cut, whatever they are doing.
_CUT = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
 WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND pid % 3 = $1
"""


@dataclass(frozen=True)
class Done:
    """A fault that was done: `recovered` is how many seconds passed from the blow until what it hit worked again."""

    planned: Planned
    recovered: float


@dataclass
class Faults:
    """The faults of one run. What they hit is hit by one at a time."""

    topology: Topology
    done: list[Done] = field(default_factory=list)
    revived: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._held: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._blows: dict[Fault, Callable[[Planned], Awaitable[None]]] = {
            Fault.KILL_WORKER: self._kill_worker,
            Fault.STOP_WORKER: self._stop_worker,
            Fault.FREEZE_WORKER: self._freeze_worker,
            Fault.KILL_REDIS: self._kill_redis,
            Fault.FLUSH_REDIS: self._flush_redis,
            Fault.KILL_POSTGRES: self._kill_postgres,
            Fault.RESTART_POSTGRES: self._restart_postgres,
            Fault.KILL_API: self._kill_api,
            Fault.CUT_CONNECTIONS: self._cut_connections,
        }

    async def run(self, schedule: Sequence[Planned]) -> None:
        """Do all of the schedule, each at its moment from now on; return when all have recovered."""
        begun = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for planned in schedule:
                group.create_task(self._strike(planned, begun))

    async def keep_up(self) -> None:
        """Start again whatever process has ended, as Docker does, until cancelled: at once, but one that ends soon
        after its start (as where the database is away) later each time."""
        async with asyncio.TaskGroup() as group:
            for process in (*self.topology.apis.values(), *self.topology.workers.values()):
                group.create_task(self._keep_up(process))

    async def _keep_up(self, process: Process) -> None:
        pause, started = _FIRST_PAUSE_SECONDS, time.monotonic()
        while True:
            await asyncio.sleep(_PAUSE_SECONDS)
            if process.alive:
                continue
            pause = _FIRST_PAUSE_SECONDS if time.monotonic() - started > _STEADY_SECONDS else pause * 2
            await asyncio.sleep(pause)
            process.start()
            self.revived.append(process.name)
            started = time.monotonic()

    async def _strike(self, planned: Planned, begun: float) -> None:
        await asyncio.sleep(begun + planned.at - time.monotonic())
        async with self._held[_target(planned)]:
            struck = time.monotonic()
            await self._blows[planned.fault](planned)
            self.done.append(Done(planned, time.monotonic() - struck))

    async def _kill_worker(self, planned: Planned) -> None:
        await self._replaced(self.topology.workers[planned.target], Process.kill9, "kaohe worker: ready")

    async def _stop_worker(self, planned: Planned) -> None:
        """What an operator's restart does: it may finish what it has in hand."""
        await self._replaced(self.topology.workers[planned.target], Process.terminate, "kaohe worker: ready")

    async def _freeze_worker(self, planned: Planned) -> None:
        worker = self.topology.workers[planned.target]
        worker.freeze()
        await asyncio.sleep(planned.lasts)
        worker.thaw()

    async def _kill_redis(self, planned: Planned) -> None:
        self.topology.redis.kill()
        await asyncio.sleep(planned.lasts)
        await asyncio.to_thread(self.topology.redis.restart)

    async def _flush_redis(self, planned: Planned) -> None:
        await asyncio.to_thread(self.topology.redis.flush)

    async def _kill_postgres(self, planned: Planned) -> None:
        self.topology.kill_postgres()
        await asyncio.sleep(planned.lasts)
        await asyncio.to_thread(self.topology.restart_postgres, "immediate")

    async def _restart_postgres(self, planned: Planned) -> None:
        await asyncio.to_thread(self.topology.restart_postgres, "immediate")

    async def _kill_api(self, planned: Planned) -> None:
        await self._replaced(self.topology.apis[planned.target], Process.kill9, "kaohe api: ready")

    async def _cut_connections(self, planned: Planned) -> None:
        address = make_url(self.topology.database_url).set(drivername="postgresql")
        connection = await asyncpg.connect(address.render_as_string(hide_password=False))
        try:
            await connection.fetchval(_CUT, planned.target % 3)
        finally:
            await connection.close()

    async def _replaced(self, process: Process, end: Callable[[Process], None], ready: str) -> None:
        """End it, and wait until the next of its name is at work."""
        ended = process.pid
        await asyncio.to_thread(end, process)
        await _until(lambda: process.pid != ended and ready in process.output, f"{process.name} does not come back")


def _target(planned: Planned) -> str:
    """What a fault hits: PostgreSQL, Redis, or one process."""
    match planned.fault:
        case Fault.KILL_POSTGRES | Fault.RESTART_POSTGRES | Fault.CUT_CONNECTIONS:
            return "postgres"
        case Fault.KILL_REDIS | Fault.FLUSH_REDIS:
            return "redis"
        case Fault.KILL_API:
            return f"api-{planned.target}"
        case _:
            return f"worker-{planned.target}"


async def _until(holds: Callable[[], Any], otherwise: str) -> None:
    give_up = time.monotonic() + WITHIN_SECONDS
    while not holds():
        assert time.monotonic() < give_up, otherwise
        await asyncio.sleep(_PAUSE_SECONDS)

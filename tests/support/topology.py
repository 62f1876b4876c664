"""The deployment of compose.yaml by hand: the same commands with the same variables, on ports of 127.0.0.1.

PostgreSQL is the embedded one and listens on a socket; everything else is started as the containers are.
"""

import asyncio
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar

import httpx
from support import compose
from support.processes import WITHIN_SECONDS, Process, free_port
from support.redis_server import RedisServer

from kaohe.schema.embedded import EmbeddedServer

KAOHE = str(Path(sys.executable).with_name("kaohe"))
#: What an operator must have set, and what Dockerfile sets; PATH is the machine's.
OPERATOR = {"POSTGRES_PASSWORD": "not-asked-for-on-a-socket"}
IMAGE = {"PYTHONUNBUFFERED": "1", "LANG": "C.UTF-8"}

_PAUSE_SECONDS = 0.05

P = TypeVar("P", bound=Process)


class Api(Process):
    """One `kaohe api`."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.environment['KAOHE_PORT']}"


class Worker(Process):
    """One `kaohe worker`."""

    @property
    def metrics(self) -> str:
        """Where its own /healthz and /metrics are."""
        return f"http://127.0.0.1:{self.environment['KAOHE_METRICS_PORT']}"


class Topology:
    """PostgreSQL, Redis, any number of APIs and workers. A context manager that ends all of them, by pid.

    `given` are variables that the operator sets (KAOHE_SWEEP_SECONDS …): a name that compose.yaml does not pass on is
    refused. `durable=False` trades PostgreSQL's safety for speed: a kill -9 of it may then lose what was committed last.
    Start everything from a thread that stays: the main one, or `asyncio.to_thread`'s.
    """

    def __init__(self, folder: Path, *, durable: bool = False, given: Mapping[str, str] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        unknown = set(given or {}) - set(compose.service("worker")["environment"])
        assert not unknown, f"compose.yaml does not pass on {sorted(unknown)}"
        self._folder = folder
        self._given = OPERATOR | dict(given or {})
        self._ends = ExitStack()
        self.postgres = EmbeddedServer(folder / "pg", durable=durable)
        self.redis = RedisServer(folder / "redis", compose.service("redis")["command"][1:])
        self.apis: dict[int, Api] = {}
        self.workers: dict[int, Worker] = {}

    @property
    def database_url(self) -> str:
        """The database's URL, for a test's own connections too."""
        return self.postgres.url()

    @property
    def pids(self) -> dict[str, int]:
        """The process ids of our own processes that run, by name."""
        return {process.name: process.pid for process in self._processes() if process.alive}

    def start(self, *, apis: int = 2, workers: int = 3) -> Self:
        """All of it, in the order that compose.yaml's `depends_on` gives. `ready` waits until it answers."""
        self.start_postgres()
        self.start_redis()
        self.migrate()
        for number in range(1, apis + 1):
            self.api(number)
        for number in range(1, workers + 1):
            self.worker(number)
        return self

    def start_postgres(self) -> None:
        self.postgres.start()
        self._ends.callback(self.postgres.stop, "immediate")

    def kill_postgres(self) -> None:
        """kill -9 of the postmaster; `restart_postgres` then recovers what was committed."""
        assert self.postgres.pid is not None
        os.kill(self.postgres.pid, 9)

    def stop_postgres(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        self.postgres.stop(mode)

    def restart_postgres(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Stop it, where it runs, and start it again over the same data."""
        self.postgres.stop(mode)
        self.postgres.start()

    def start_redis(self) -> None:
        self._ends.callback(self.redis.kill)
        self.redis.start()

    def migrate(self) -> None:
        """The one-shot service; AssertionError with its output where it fails."""
        migrate = self._made(Process, "migrate", "migrate", {})
        migrate.start()
        assert migrate.wait() == 0, migrate.output

    def api(self, number: int) -> Api:
        """The API of that number, started where it does not run: on the same port each time."""
        if number not in self.apis:
            self.apis[number] = self._made(Api, "api", f"api-{number}", {"KAOHE_PORT": str(free_port())})
        return _started(self.apis[number])

    def worker(self, number: int) -> Worker:
        """The worker of that number, started where it does not run."""
        if number not in self.workers:
            port = {"KAOHE_METRICS_PORT": str(free_port())}
            self.workers[number] = self._made(Worker, "worker", f"worker-{number}", port)
        return _started(self.workers[number])

    def revive(self) -> list[str]:
        """Start again what has ended, as `restart: unless-stopped` would; the names."""
        ended = [process for process in self._processes() if not process.alive]
        for process in ended:
            process.start()
        return [process.name for process in ended]

    def mend(self) -> None:
        """Start again whatever has ended, PostgreSQL and Redis first."""
        if self.postgres.pid is None:
            self.restart_postgres()
        if not self.redis.alive:
            self.redis.restart()
        self.revive()

    async def ready(self) -> None:
        """Wait until every API answers /readyz with 200 and every worker has said that it is ready."""
        for api in self.apis.values():
            await self.answers(api, "/readyz", 200)
        for worker in self.workers.values():
            await asyncio.to_thread(worker.until, "kaohe worker: ready")

    async def answers(self, api: Api, path: str, status: int) -> None:
        """Wait until a GET is answered with this status; AssertionError where the process ends first."""
        give_up = time.monotonic() + WITHIN_SECONDS
        async with httpx.AsyncClient(base_url=api.address, timeout=WITHIN_SECONDS) as http:
            while await _status(http, path) != status:
                assert api.alive, f"{api.name} ended ({api.wait()}):\n{api.output}"
                assert time.monotonic() < give_up, f"{api.name} does not answer {path} with {status}:\n{api.output}"
                await asyncio.sleep(_PAUSE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes():
            process.end()
        self._ends.close()

    def _processes(self) -> Iterator[Process]:
        yield from self.apis.values()
        yield from self.workers.values()

    def _made(self, kind: type[P], service: str, name: str, own: Mapping[str, str]) -> P:
        here = {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis.url,
            "KAOHE_VAR": str(self._folder / "var"),
            "KAOHE_HOST": "127.0.0.1",
            **own,
        }
        environment = compose.environment(service, self._given)
        moved = {key: here.get(key, value) for key, value in environment.items()}
        command = [KAOHE, *compose.service(service)["command"]]
        return kind(name, command, {"PATH": os.environ["PATH"], **IMAGE, **moved}, self._folder / f"{name}.log")


def _started(process: P) -> P:
    if not process.alive:
        process.start()
    return process


async def _status(http: httpx.AsyncClient, path: str) -> int | None:
    try:
        return (await http.get(path)).status_code
    except httpx.TransportError:
        return None

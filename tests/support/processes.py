"""Real processes for tests: tied to us so that none is left behind, their output in a file, ended by their pid alone."""

import contextlib
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from kaohe.schema.embedded import launcher

WITHIN_SECONDS = 120.0
"""How long anything may take before a test gives up on it."""

#: Below the ports that the kernel hands out by itself, so that one stays free while its process is down.
_PORTS = range(10_240, 32_000)


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on, and that no outgoing connection will take."""
    while True:
        port = secrets.choice(_PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Process:
    """One command, started over and over with the same environment. Its output is appended to `log`.

    It is killed when the thread that started it ends: start it from one that stays (the main one, or
    `asyncio.to_thread`'s).
    """

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.environment = dict(environment)
        self._command = list(command)
        self._log = log
        self._begun_at = 0
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Set it off; `output` then tells of this run alone."""
        assert not self.alive, f"{self.name} is running"
        self._log.touch()
        self._begun_at = self._log.stat().st_size
        tied = [sys.executable, "-I", "-S", launcher.__file__, "--parent", str(os.getpid()), "--signal", "SIGKILL"]
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                [*tied, "--", *self._command],
                cwd=self._log.parent,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    @property
    def pid(self) -> int:
        """The process id of the last run."""
        assert self._running is not None, f"{self.name} was never started"
        return self._running.pid

    @property
    def output(self) -> str:
        """What the last run has written so far, stdout and stderr together."""
        return self._log.read_bytes()[self._begun_at :].decode(errors="replace")

    def terminate(self) -> None:
        """SIGTERM: what a stop by the operator sends."""
        self._signal(signal.SIGTERM)

    def kill9(self) -> None:
        """SIGKILL, and wait: it is gone on return."""
        self._signal(signal.SIGKILL)
        self.wait()

    def freeze(self) -> None:
        """SIGSTOP: it lives, and does nothing until `thaw`."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def wait(self, seconds: float = WITHIN_SECONDS) -> int:
        """Wait for its end; the exit status, negative where a signal ended it."""
        assert self._running is not None, f"{self.name} was never started"
        try:
            return self._running.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} does not end:\n{self.output}") from None

    def end(self) -> None:
        """Make sure that it is gone, however it was left."""
        if self.alive:
            self.kill9()

    def until(self, words: str) -> None:
        """Block until its output has the words; AssertionError if it ends without, or takes too long."""
        give_up = time.monotonic() + WITHIN_SECONDS
        ended = os.pidfd_open(self.pid)
        try:
            while words not in self.output:
                gone = select.select([ended], [], [], 0.02)[0]
                assert not gone or words in self.output, f"{self.name} ended ({self.wait()}):\n{self.output}"
                assert time.monotonic() < give_up, f"{self.name} never said {words!r}:\n{self.output}"
        finally:
            os.close(ended)

    def _signal(self, which: signal.Signals) -> None:
        assert self._running is not None, f"{self.name} was never started"
        self._running.send_signal(which)

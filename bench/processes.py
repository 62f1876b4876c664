"""Servers, workers and load generators as processes of their own: tied to ours, stopped by their id."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kaohe.schema.embedded import launcher

ROOT = Path(__file__).parent.parent
READY_WITHIN_SECONDS = 60
STOP_WITHIN_SECONDS = 30


class ChildFailed(Exception):
    """A process did not come up, or ended with an error; the message has the end of its output."""


@dataclass(frozen=True)
class Child:
    """A process that runs. `log` holds what it prints."""

    process: Process
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def status_kb(self, field: str = "VmRSS") -> int:
        """A figure of /proc/<pid>/status in KiB: VmRSS, VmHWM."""
        return _field(Path(f"/proc/{self.pid}/status"), field)

    def pss_kb(self) -> int:
        """Its proportional share of memory in KiB: pages that others map too are divided."""
        return _field(Path(f"/proc/{self.pid}/smaps_rollup"), "Pss")

    def cpu_seconds(self) -> float:
        """Processor time that it has used, of user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@asynccontextmanager
async def child(
    command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None, ready: str = ""
) -> AsyncIterator[Child]:
    """The process while the block runs, stopped by SIGTERM after it. With `ready`, it is waited for until it prints that.

    It ends with us even where we are killed. Raises ChildFailed.
    """
    tied = [sys.executable, "-I", "-S", launcher.__file__, "--parent", str(os.getpid()), "--signal", "SIGTERM", "--"]
    log = folder / f"{Path(command[0]).name}-{free_port()}.log"
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *tied,
            *command,
            stdout=output,
            stderr=output,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **(env or {})},
            cwd=ROOT,
            start_new_session=True,
        )
    started = Child(process, log)
    try:
        if ready:
            await _printed(started, ready)
        yield started
    finally:
        await _stop(process)


async def finished(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> str:
    """Run a process to its end; what it printed. Raises ChildFailed unless it ended with status 0."""
    async with child(command, folder, env) as one:
        status = await one.process.wait()
        output = one.log.read_text(errors="replace")
    if status != 0:
        raise ChildFailed(f"{' '.join(command)} ended with {status}:\n{_tail(output)}")
    return output


async def _printed(started: Child, words: str) -> None:
    async with asyncio.timeout(READY_WITHIN_SECONDS):
        while words not in (output := started.log.read_text(errors="replace")):
            if started.process.returncode is not None:
                raise ChildFailed(f"{started.log.name} ended with {started.process.returncode}:\n{_tail(output)}")
            await asyncio.sleep(0.02)


async def _stop(process: Process) -> None:
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(STOP_WITHIN_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _field(file: Path, name: str) -> int:
    """The figure on the line `name: 123 kB`."""
    line = next(one for one in file.read_text().splitlines() if one.startswith(f"{name}:"))
    return int(line.split()[1])


def _tail(output: str) -> str:
    return "\n".join(output.splitlines()[-30:])

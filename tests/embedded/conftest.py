"""A folder for a server, statements on it, and a process of its own that holds one."""

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

HERE = Path(__file__).parent
WITHIN_SECONDS = 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pg"


@pytest.fixture
def run_sql() -> Callable[[str, str], list[Any]]:
    """`run_sql(url, statement)`: the first column of what it returns."""

    async def fetch(url: str, statement: str) -> list[Any]:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            return [row[0] for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    return lambda url, statement: asyncio.run(fetch(url, statement))


@dataclass
class Holder:
    """A process that holds a server, with the server's own pid and URL."""

    process: subprocess.Popen[str]
    server_pid: int
    url: str

    def kill(self) -> None:
        """kill -9, so that nothing of ours can tidy up."""
        self.process.kill()
        self.process.wait()

    def kill_both(self) -> None:
        """The server first, so that its death owes nothing to its parent's."""
        os.kill(self.server_pid, signal.SIGKILL)
        self.kill()


@pytest.fixture
def hold() -> Iterator[Callable[..., Holder]]:
    """`hold(folder, *arguments, before=())`: hold_server.py on the folder, ready; `before` goes ahead of the command."""
    with ExitStack() as stack:

        def start(folder: Path, *arguments: str, before: tuple[str, ...] = ()) -> Holder:
            process = subprocess.Popen(
                [*before, sys.executable, str(HERE / "hold_server.py"), str(folder), *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.enter_context(process)
            stack.callback(process.communicate, timeout=WITHIN_SECONDS)  # the end of its input: an orderly stop
            assert process.stdout is not None
            told = json.loads(next(line for line in process.stdout if line.startswith("{")))
            return Holder(process, told["pid"], told["url"])

        yield start


@pytest.fixture
def wait_gone() -> Callable[[int], None]:
    """`wait_gone(pid)`: return once the process has ended; fail if it does not."""

    def wait(pid: int) -> None:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            return
        try:
            ended, _, _ = select.select([handle], [], [], WITHIN_SECONDS)
        finally:
            os.close(handle)
        assert ended, f"process {pid} is still there"

    return wait

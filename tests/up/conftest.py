"""A real `kaohe up` on a free port over a folder of its own."""

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest

KAOHE = (str(Path(sys.executable).with_name("kaohe")), "up")
PROJECT = Path(__file__).parents[2]
WITHIN_SECONDS = 60


class Up:
    """One run of `kaohe up`, or of what starts it; its output is stdout and stderr together."""

    def __init__(self, var: Path, command: tuple[str, ...], port: int) -> None:
        kept = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "MAKEFLAGS", "MAKELEVEL")
        }
        self.output = ""
        self.process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=kept | {"KAOHE_VAR": str(var), "KAOHE_PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._handles: dict[int, int] = {}

    def ready(self) -> "Up":
        """Wait until it says that it answers, and remember every process that it consists of."""
        self.said("Ctrl-C stops it.")
        self._handles = {pid: os.pidfd_open(pid) for pid in _family(self.process.pid)}
        return self

    def said(self, words: str) -> "Up":
        """Wait until its output has the words; fail if it ends without."""
        self._read_until(lambda: words in self.output)
        assert words in self.output, self.output
        return self

    def finished(self) -> int:
        """Wait for its end; the exit status."""
        self._read_until(lambda: False)
        return self.process.wait(WITHIN_SECONDS)

    def ctrl_c(self) -> None:
        """What a terminal does: SIGINT to the whole foreground group."""
        os.killpg(self.process.pid, signal.SIGINT)

    @property
    def address(self) -> str:
        found = re.search(r"(http://\S+)/graphql", self.output)
        assert found, self.output
        return found.group(1)

    def health(self) -> int:
        with urlopen(f"{self.address}/healthz", timeout=WITHIN_SECONDS) as answer:
            return int(answer.status)

    def still_there(self) -> list[int]:
        """Which of its processes have not ended, waiting for each."""
        give_up = time.monotonic() + WITHIN_SECONDS
        return [
            pid
            for pid, handle in self._handles.items()
            if not select.select([handle], [], [], max(0.0, give_up - time.monotonic()))[0]
        ]

    def close(self) -> None:
        """End what a failed test left."""
        for pid in [self.process.pid, *self._handles]:
            if _alive(self._handles.get(pid)) or (pid == self.process.pid and self.process.poll() is None):
                os.kill(pid, signal.SIGKILL)
        self.process.communicate()
        for handle in self._handles.values():
            os.close(handle)

    def _read_until(self, enough: Callable[[], bool]) -> None:
        assert self.process.stdout is not None
        give_up = time.monotonic() + WITHIN_SECONDS
        while not enough():
            arrived, _, _ = select.select([self.process.stdout], [], [], max(0.0, give_up - time.monotonic()))
            assert arrived, f"nothing within {WITHIN_SECONDS} s after: {self.output}"
            chunk = os.read(self.process.stdout.fileno(), 65536)
            if not chunk:
                break
            self.output += chunk.decode()


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in _family(int(child)))]


def _alive(handle: int | None) -> bool:
    return handle is not None and not select.select([handle], [], [], 0)[0]


@pytest.fixture
def up(var: Path) -> Iterator[Callable[..., Up]]:
    """`up(command=KAOHE, port=0)`: start it over `var`; port 0 takes a free one."""
    with ExitStack() as stack:

        def start(command: tuple[str, ...] = KAOHE, port: int = 0) -> Up:
            started = Up(var, command, port)
            stack.callback(started.close)
            return started

        yield start


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder after its first start and an orderly stop, and what that start printed."""
    folder = tmp_path_factory.mktemp("up") / "var"
    first = Up(folder, KAOHE, 0)
    try:
        first.ready().ctrl_c()
        assert first.finished() == 0, first.output
    finally:
        first.close()
    return folder, first.output


@pytest.fixture
def var(loaded: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of that folder, for one test alone."""
    return Path(shutil.copytree(loaded[0], tmp_path / "var"))

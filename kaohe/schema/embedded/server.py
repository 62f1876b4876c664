"""The life of the embedded server: launch, ready, stop, and recovery from any death."""

import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Literal, Self
from urllib.parse import quote

from kaohe.schema.embedded.binaries import find
from kaohe.schema.embedded.cluster import DATABASE, SUPERUSER, clean_environment, launch_command, make_cluster
from kaohe.schema.embedded.errors import EmbeddedError
from kaohe.schema.embedded.identity import Identity, of_owner
from kaohe.schema.embedded.layout import PORT, Layout
from kaohe.schema.embedded.lock import FolderLock
from kaohe.schema.embedded.survivors import cluster_name, end_survivors

LOCK_PATIENCE_SECONDS = 5.0
READY_WITHIN_SECONDS = 60.0
READY_PAUSE_SECONDS = 0.01
STOP_WITHIN_SECONDS = 10.0
STOP_SIGNALS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
LOG_TAIL_LINES = 15


class EmbeddedServer:
    """A PostgreSQL over `folder`, reachable by a unix socket alone, that lives no longer than this process.

    `durable=False` trades safety for speed: for tests that never kill it. `options` are PostgreSQL settings by name.
    Start it from a thread that stays (the main one): the kernel ends the server when the thread that started it ends.
    """

    def __init__(self, folder: Path, *, durable: bool = True, options: Mapping[str, str] | None = None) -> None:
        self._layout = Layout(folder)
        self._lock = FolderLock(self._layout.lock)
        self._durable = durable
        self._options = ({} if durable else NOT_DURABLE) | dict(options or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The postmaster's process id; None before the start, after the stop, and once it has died."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def url(self, database: str = DATABASE) -> str:
        """The URL for SQLAlchemy with asyncpg. Known before the start, except where the data must lie outside `folder`."""
        return f"postgresql+asyncpg://{SUPERUSER}@/{quote(database, safe='')}?host={quote(str(self._layout.socket))}"

    def start(self) -> None:
        """Start, and return once it takes connections. Raises AlreadyRunning, or EmbeddedError with the log's end."""
        self.launch()
        try:
            self.wait_ready()
        except BaseException:
            self.stop("immediate")
            raise

    def launch(self) -> None:
        """The first half of `start`: make the data folder if there is none, clear what a dead server left, set off."""
        self._take_folder()
        try:
            if not self._layout.data.exists():
                make_cluster(self._layout, self._durable)
            identity = of_owner(self._layout.data)
            self._clear_remains(identity)
            self._process = self._launched(identity)
        except BaseException:
            self._lock.release()
            raise

    def wait_ready(self) -> None:
        """The second half of `start`: wait until the server takes connections, after recovery if that was needed."""
        give_up = time.monotonic() + READY_WITHIN_SECONDS
        while not self._is_ready():
            if self.pid is None or time.monotonic() > give_up:
                raise EmbeddedError(f"PostgreSQL did not start. The end of {self._layout.log}:\n{self._log_tail()}")
            time.sleep(READY_PAUSE_SECONDS)

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Stop and let go of the folder. Harmless when it is stopped. `immediate` leaves recovery to the next start."""
        try:
            if self._process is not None:
                _end(self._process, STOP_SIGNALS[mode])
                self._process = None
                self._layout.remove_socket_folder()
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _take_folder(self) -> None:
        folder = self._layout.folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.take(LOCK_PATIENCE_SECONDS)
        except PermissionError as refused:
            raise EmbeddedError(f"{folder} can't be used ({refused}). Set KAOHE_VAR to a folder of yours.") from refused

    def _clear_remains(self, identity: Identity) -> None:
        """Nobody else holds the folder, so once its last process is gone a recorded pid means nothing."""
        end_survivors(self._layout.data)
        (self._layout.data / "postmaster.pid").unlink(missing_ok=True)
        self._layout.make_socket_folder(identity)

    def _launched(self, identity: Identity) -> subprocess.Popen[bytes]:
        data = self._layout.data.resolve()
        settings = self._options | {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(self._layout.socket),
            "unix_socket_permissions": "0700",
            "cluster_name": cluster_name(data),
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command: list[str | Path] = [find(self._layout.place).postgres, "-D", data, *options]
        if self._layout.log.exists():
            self._layout.log.replace(self._layout.previous_log)
        with self._layout.log.open("wb") as log:
            return subprocess.Popen(
                launch_command(identity, "SIGINT", command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=clean_environment(),
                cwd="/",
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop the server in order
            )

    def _is_ready(self) -> bool:
        """PostgreSQL writes its state to the eighth line of its pid file."""
        try:
            lines = (self._layout.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"

    def _log_tail(self) -> str:
        return "\n".join(self._layout.log.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:])


def _end(process: subprocess.Popen[bytes], first: signal.Signals) -> None:
    """Signal and wait; a server that does not answer is hurried, then killed."""
    for wanted in (first, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(wanted)
        try:
            process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return
    raise EmbeddedError(f"PostgreSQL (process {process.pid}) does not end.")

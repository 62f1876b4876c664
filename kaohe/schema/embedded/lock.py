"""One process a folder: a lock that the kernel lets go of when its holder dies, however it dies."""

import fcntl
import os
import time
from pathlib import Path

from kaohe.schema.embedded.errors import AlreadyRunning

PAUSE_SECONDS = 0.05


class FolderLock:
    """An flock on a file that also names its holder's process id."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self, patience: float) -> None:
        """Take the lock, waiting up to `patience` seconds for a holder that is just ending. Raises AlreadyRunning."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        give_up = time.monotonic() + patience
        while not _locked(descriptor):
            if time.monotonic() >= give_up:
                holder = os.pread(descriptor, 32, 0).decode().strip() or "unknown"
                os.close(descriptor)
                raise AlreadyRunning(
                    f"kaohe is already running on {self._path.parent} (process {holder}). "
                    "Stop it first, or set KAOHE_VAR to another folder."
                )
            time.sleep(PAUSE_SECONDS)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go; harmless when it is not held. The file stays, since removing it would let two hold "the" lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

"""What lies where in the embedded server's folder."""

import hashlib
import os
import stat
from pathlib import Path

from kaohe.schema.embedded.errors import EmbeddedError
from kaohe.schema.embedded.identity import Identity

PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"
SOCKET_PATH_LIMIT = 100
"""Bytes; the kernel's own limit (sun_path) is 108 with the terminating zero."""
SEPARATORS = ",:@"
"""Characters that PostgreSQL or a database URL would read as the end of a path."""


class Layout:
    """Paths inside one folder. `data` may be a link to a place outside it: socket and programs lie beside its target."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.lock = self.folder / "lock"
        self.log = self.folder / "postgres.log"
        self.previous_log = self.folder / "postgres.previous.log"
        self.data = self.folder / "data"

    @property
    def place(self) -> Path:
        """The folder that really holds the data."""
        return self.data.resolve().parent

    @property
    def socket(self) -> Path:
        """The socket's folder: beside the data, or a short one under /tmp where that path is too long or too odd."""
        beside = self.place / "socket"
        if len(os.fsencode(beside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT and not set(SEPARATORS) & set(str(beside)):
            return beside
        digest = hashlib.sha256(os.fsencode(self.place)).hexdigest()[:12]
        return Path("/tmp") / f"kaohe-{digest}"

    def make_socket_folder(self, identity: Identity) -> None:
        """Make the socket's folder empty, 0700 and the server's own. Raises EmbeddedError if a stranger made it first."""
        self.socket.mkdir(mode=0o700, exist_ok=True)
        found = self.socket.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), identity.owner):
            raise EmbeddedError(
                f"{self.socket} belongs to somebody else. Remove it, or set KAOHE_VAR to a shorter path."
            )
        self.socket.chmod(0o700)
        self._empty_socket_folder()
        if found.st_uid != identity.owner:
            os.chown(self.socket, identity.owner, identity.group)

    def remove_socket_folder(self) -> None:
        """Leave nothing behind, under /tmp least of all."""
        if self.socket.exists():
            self._empty_socket_folder()
            self.socket.rmdir()

    def _empty_socket_folder(self) -> None:
        """A socket's own lock file names a process id, which an innocent process may have by now."""
        for left in self.socket.iterdir():
            left.unlink()

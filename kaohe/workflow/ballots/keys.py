"""The keys of ballot boxes (票箱密钥): each in a file of its own, outside the database, until its box is counted.

Only workers read this folder: whoever casts needs the public half alone, which stands on the box.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from secrets import token_bytes
from typing import NamedTuple

from nacl.encoding import HexEncoder
from nacl.public import PrivateKey

_SUFFIX = ".x25519"


class KeyName(NamedTuple):
    """Whose key it is, and its public half. A box that is cast again has another key: each opens its own envelopes."""

    body_id: int
    box_id: int
    public_key: bytes


class BallotKeys:
    """The private keys in one folder (0700), a file (0600) each, named by body, box and public half."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def under(cls, var: Path) -> "BallotKeys":
        """Those of an installation whose files lie under `var`."""
        return cls(var / "keys" / "ballots")

    def make(self, body_id: int, box_id: int) -> bytes:
        """The public half of a new key for the box, which is on disk before this returns.

        Never one that is there: of two openings that meet, neither can take the other's. What a worker leaves that dies
        before its box is open, the next round destroys.
        """
        private = PrivateKey.generate()
        public = bytes(private.public_key)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(KeyName(body_id, box_id, public))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(private.encode(HexEncoder))
            file.flush()
            os.fsync(file.fileno())
        self._sync()
        return public

    def find(self, name: KeyName) -> PrivateKey | None:
        """The private key, where it lies on this host."""
        try:
            return PrivateKey(self._path(name).read_bytes(), encoder=HexEncoder)
        except FileNotFoundError:
            return None

    def destroy(self, name: KeyName) -> bool:
        """Overwrite the key in place, write that through to the disk, and remove its file; False where there is none."""
        path = self._path(name)
        try:
            with path.open("r+b") as file:
                file.write(token_bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:  # another worker was first
            return False
        self._sync()
        return True

    def __iter__(self) -> Iterator[KeyName]:
        """The keys that lie here."""
        for path in sorted(self._folder.glob(f"*{_SUFFIX}")):
            body_id, box_id, public_key = path.name.removesuffix(_SUFFIX).split("-")
            yield KeyName(int(body_id), int(box_id), bytes.fromhex(public_key))

    def _path(self, name: KeyName) -> Path:
        return self._folder / f"{name.body_id}-{name.box_id}-{name.public_key.hex()}{_SUFFIX}"

    def _sync(self) -> None:
        """A file's name must survive a power cut like the file itself, and so must its end."""
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

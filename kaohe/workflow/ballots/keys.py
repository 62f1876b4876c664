"""The keys of ballot boxes (票箱密钥): each in a file of its own, outside the database, until its box is counted.

Only workers read this folder: whoever casts needs the public half alone, which stands on the box.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from secrets import token_bytes

from nacl.encoding import HexEncoder
from nacl.public import PrivateKey

from kaohe.workflow.key_files import key_file

_SUFFIX = ".x25519"


class BallotKeys:
    """The private keys in one folder (0700), a file (0600) each, named by body and box."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def under(cls, var: Path) -> "BallotKeys":
        """Those of an installation whose files lie under `var`."""
        return cls(var / "keys" / "ballots")

    def make(self, body_id: int, box_id: int) -> bytes:
        """The public half of the box's key, which is made and on disk before this returns.

        A key that is there already is used: a worker may have died between making it and opening the box.
        """
        held = key_file(self._path(body_id, box_id), lambda: PrivateKey.generate().encode(HexEncoder))
        self._sync()
        return bytes(PrivateKey(held, encoder=HexEncoder).public_key)

    def find(self, body_id: int, box_id: int) -> PrivateKey | None:
        """The private key, where it lies on this host."""
        try:
            return PrivateKey(self._path(body_id, box_id).read_bytes().strip(), encoder=HexEncoder)
        except FileNotFoundError:
            return None

    def destroy(self, body_id: int, box_id: int) -> bool:
        """Overwrite the key in place, write that through to the disk, and remove its file; False where there is none."""
        path = self._path(body_id, box_id)
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

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """The boxes whose keys lie here, as (body, box)."""
        for path in sorted(self._folder.glob(f"*{_SUFFIX}")):
            body_id, _, box_id = path.name.removesuffix(_SUFFIX).partition("-")
            yield int(body_id), int(box_id)

    def _path(self, body_id: int, box_id: int) -> Path:
        return self._folder / f"{body_id}-{box_id}{_SUFFIX}"

    def _sync(self) -> None:
        """A file's name must survive a power cut like the file itself, and so must its end."""
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

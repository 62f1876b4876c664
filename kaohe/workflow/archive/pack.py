"""Packing an archive: a zip whose bytes depend on nothing but what is packed."""

import zipfile
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import IO

from kaohe.workflow.domain.archive.manifest import Member

# The earliest moment that a zip can name: when a file was packed is nobody's business.
_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_UNIX = 3


class Pack:
    """A zip being written to `to`. `members` lists what is in it so far, with sizes and hashes."""

    def __init__(self, to: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED)
        self.members: list[Member] = []

    def add(self, name: str, content: bytes) -> None:
        """Add a member."""
        self._zip.writestr(_entry(name), content)
        self.members.append(Member.of(name, content))

    async def add_stream(self, name: str, parts: AsyncIterator[bytes]) -> None:
        """Add a member that comes in parts."""
        digest, size = sha256(), 0
        with self._zip.open(_entry(name), "w", force_zip64=True) as entry:
            async for part in parts:
                entry.write(part)
                digest.update(part)
                size += len(part)
        self.members.append(Member(name, size, digest.hexdigest()))

    def close(self) -> None:
        """Finish the zip; `to` stays open."""
        self._zip.close()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = _MODE
    entry.create_system = _UNIX
    return entry

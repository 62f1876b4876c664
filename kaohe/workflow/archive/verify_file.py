"""Verifying an archive that lies in a file."""

import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from kaohe.workflow.domain.archive.findings import NotIntact
from kaohe.workflow.domain.archive.verdict import Verdict
from kaohe.workflow.domain.archive.verify import verify_archive

# What zipfile raises for bytes that are no zip, beside what it calls a bad one: nothing of it is ours to crash on.
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, RuntimeError, OverflowError)


def verify_file(path: Path, public_keys: Collection[str] = ()) -> Verdict:
    """The verdict on a file; with `public_keys` (hexadecimal), only those may have signed. OSError where there is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return verify_archive(_Members(path.name, archive), public_keys)
    except _DAMAGED:
        return Verdict(finding=NotIntact(path.name, "不是完整的 zip 文件", "is no complete zip file").finding)
    except NotIntact as wrong:
        return Verdict(finding=wrong.finding)


class _Members(Mapping[str, bytes]):
    """The members of a zip by name, read when they are asked for. A name that stands twice is not intact."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        counts = Counter(archive.namelist())
        self._names = dict.fromkeys(counts)
        twice = next((one for one, count in counts.items() if count > 1), None)
        if twice is not None:
            raise NotIntact(twice, f"在 {name} 中出现两次", f"stands twice in {name}")

    def __getitem__(self, name: str) -> bytes:
        try:
            return self._archive.read(name)
        except (*_DAMAGED, OSError):  # a wrong offset is a seek that fails
            raise NotIntact(name, "文件已损坏", "the file is damaged") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names  # without reading it

    def __len__(self) -> int:
        return len(self._names)

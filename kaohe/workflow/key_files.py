"""Keys in files of their own (密钥文件) under `var/keys`, never in the database. All processes share the folder."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp


def key_file(path: Path, new: Callable[[], bytes]) -> bytes:
    """What the file holds, without blanks around it; made at first use out of `new()`, for its owner alone (0600).

    Of those that ask at once, one makes the key and all use it.
    """
    if not path.exists():
        _make(path, new())
    return path.read_bytes().strip()


def _make(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = mkstemp(dir=path.parent)  # for its owner alone
    with os.fdopen(descriptor, "wb") as file:
        file.write(content + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # unlike a rename, it never replaces a key that is there
    except FileExistsError:
        return
    finally:
        os.unlink(draft)

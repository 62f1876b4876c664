"""Processes of an earlier server over the same data, and how they are brought to an end.

They are known by the server's `cluster_name`, which PostgreSQL shows in the command line of each of its processes:
readable without any right over them, and never that of an innocent process that has inherited a recorded pid.
"""

import os
import select
import signal
import time
from contextlib import suppress
from pathlib import Path

from kaohe.schema.embedded.errors import EmbeddedError

ESCALATION = ((None, 3.0), (signal.SIGQUIT, 3.0), (signal.SIGKILL, 3.0))
"""Signals in order, each with the seconds to wait after it. At first none: the launcher's death signal is at work."""


def cluster_name(data: Path) -> str:
    """A name of fixed length for the data folder, the same after the folder is moved."""
    found = data.stat()
    return f"kaohe-{found.st_dev:016x}-{found.st_ino:016x}"


def end_survivors(data: Path) -> None:
    """Wait until no process of an earlier server is left; hurry it after a while. Raises EmbeddedError if one stays."""
    name = cluster_name(data)
    owner = data.stat().st_uid
    for hurry, seconds in ESCALATION:
        left = survivors(name, owner)
        if hurry is not None:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, hurry)
        _wait_for(left, seconds)
        if not survivors(name, owner):
            return
    raise EmbeddedError(f"An earlier PostgreSQL over {data} does not end: processes {survivors(name, owner)}.")


def survivors(name: str, owner: int) -> list[int]:
    """Process ids of the PostgreSQL processes that carry `name` and run as `owner`."""
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _carries(pid, name.encode(), owner)]


def _carries(pid: int, name: bytes, owner: int) -> bool:
    process = Path("/proc") / str(pid)
    try:
        program, _, _ = (words := (process / "cmdline").read_bytes()).partition(b"\0")
        return name in words and _is_postgres(program) and process.stat().st_uid == owner
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False  # it ended while we looked, or it is none of ours


def _is_postgres(program: bytes) -> bool:
    return program.startswith(b"postgres:") or program.endswith(b"/postgres")


def _wait_for(pids: list[int], seconds: float) -> None:
    give_up = time.monotonic() + seconds
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            select.select([handle], [], [], max(0.0, give_up - time.monotonic()))
        finally:
            os.close(handle)

"""Who PostgreSQL runs as. It refuses root, so root needs a stand-in.

The stand-in is root itself inside a user namespace: the kernel still knows the owner, so that files under /root stay
reachable. Where namespaces are forbidden it is another user, whose data must then lie outside anybody's home.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from kaohe.schema.embedded.errors import EmbeddedError


@dataclass(frozen=True)
class Identity:
    """A way to run PostgreSQL: the launcher's flags, and the owner that its files have as we see them."""

    words: str
    owner: int
    group: int
    flags: tuple[str, ...] = ()
    outside: bool = False
    """Whether the data must lie outside the folder asked for, where this user can reach it."""


def candidates() -> list[Identity]:
    """Ways to run a server over a new folder, the best first."""
    if os.geteuid() != 0:
        return [_ourselves()]
    return [_namespaced_root(), _unprivileged()]


def of_owner(data: Path) -> Identity:
    """The way to run a server over data that exists: as whoever owns it.

    Raises EmbeddedError when that is somebody else and we are not root.
    """
    found = data.stat()
    if found.st_uid == os.geteuid():
        return _namespaced_root() if found.st_uid == 0 else _ourselves()
    if os.geteuid() != 0:
        raise EmbeddedError(
            f"The database in {data} belongs to user {found.st_uid}. Run as that user, or set KAOHE_VAR to another folder."
        )
    return Identity(f"user {found.st_uid}", found.st_uid, found.st_gid, _user_flags(found.st_uid, found.st_gid))


def _ourselves() -> Identity:
    return Identity("the present user", os.geteuid(), os.getegid())


def _namespaced_root() -> Identity:
    return Identity("root in a user namespace", 0, 0, ("--namespace",))


def _unprivileged() -> Identity:
    """A user that most machines have, for root to hand the server to. Raises EmbeddedError where there is none."""
    known = {user.pw_name: user for user in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            uid, gid = known[name].pw_uid, known[name].pw_gid
            return Identity(f"user {name}", uid, gid, _user_flags(uid, gid), outside=True)
    raise EmbeddedError("PostgreSQL does not run as root, and there is no user postgres or nobody to run it instead.")


def _user_flags(uid: int, gid: int) -> tuple[str, ...]:
    return ("--user", f"{uid}:{gid}")

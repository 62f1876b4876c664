"""Become a command that cannot outlive its parent, and that does not run as root where asked.

A script of its own, run by `python -I -S` and importing nothing of ours: these steps belong between fork and exec, and
doing them there in a process with threads (`preexec_fn`) may deadlock. The Makefile uses it too, to tie `kaohe up` to make.
"""

import argparse
import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
EX_OSERR = 71

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def leave_root(namespace: bool, user: str | None) -> None:
    """Enter a user namespace without a mapping (files keep their owner, root is not root), or change to UID:GID."""
    if namespace:
        _check(_libc.unshare(CLONE_NEWUSER))
    if user:
        uid, gid = map(int, user.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def tie_to(parent: int, death_signal: signal.Signals) -> None:
    """Ask the kernel for `death_signal` when the parent's thread that started us ends.

    After `leave_root`: a change of user resets it.
    """
    _check(_libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0))
    if os.getppid() != parent:
        sys.exit("the parent has gone already")


def main() -> None:
    """Parse, prepare, exec. Exit status 71 when the operating system refuses a step."""
    # A shell's background job ignores Ctrl-C, and the command would inherit that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parent", type=int, required=True, help="process id that must still be the parent")
    parser.add_argument("--signal", default="SIGKILL", help="what the command receives when the parent ends")
    parser.add_argument("--namespace", action="store_true", help="run in a new user namespace")
    parser.add_argument("--user", metavar="UID:GID", help="run as another user")
    parser.add_argument("command", nargs="+")
    wanted = parser.parse_args()
    try:
        leave_root(wanted.namespace, wanted.user)
        tie_to(wanted.parent, signal.Signals[wanted.signal])
        os.execvp(wanted.command[0], wanted.command)
    except OSError as refused:
        print(f"{wanted.command[0]}: {refused.strerror}", file=sys.stderr)
        sys.exit(EX_OSERR)


if __name__ == "__main__":
    main()

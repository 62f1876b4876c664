"""What a process that serves for months asks of the memory allocator and of the garbage collector."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: mallopt's number for it, in glibc's <malloc.h>.
_M_MMAP_THRESHOLD = -3

_LARGE = 1 << 20

#: New objects before the youngest are looked through, and how often the older ones are.
_BY_REQUESTS, _IN_BULK = (10_000, 10, 10), (50_000, 20, 100)


def return_large_blocks() -> None:
    """From now on blocks of 1 MiB and more go back to the system as soon as they are freed.

    glibc keeps large ones for reuse once it has seen some, in each thread's own heap: checking passwords, at 19 MiB each,
    would hold some 60 MB for ever. Another C library has no such call, and keeps to its own ways.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)


#: What structlog loads for its coloured stack traces wherever it is installed: 3 MiB that no log of ours uses.
_UNUSED = "rich"


@contextmanager
def loading() -> Iterator[None]:
    """Around imports of a process that serves: they make a great deal and throw nothing away, so that looking for garbage
    is lost time. What such a process has no use for seems not to be installed."""
    before = gc.isenabled()
    hidden = _UNUSED not in sys.modules
    gc.disable()
    if hidden:
        sys.modules[_UNUSED] = None  # type: ignore[assignment] # Python's own way to say that there is no such module
    try:
        yield
    finally:
        if hidden:
            del sys.modules[_UNUSED]
        if before:
            gc.enable()


def loaded(*, in_bulk: bool = False) -> None:
    """Call it once all is imported: what is there by now stays, and is not looked through again with each request's.

    The rest is looked through for cycles less often than by default, which took an eighth of the time of requests, and a
    third of that of a large expiry: it makes a hundred thousand objects and no cycle. The seldomer, the larger the process.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*(_IN_BULK if in_bulk else _BY_REQUESTS))

"""What ties a request to the jobs that it brings: one id, on every line of the log and every row of the outbox."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

from structlog.contextvars import bind_contextvars, get_contextvars, reset_contextvars

#: What a caller may choose as the id of his request: nothing that could pass for a line of the log.
_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")


def request_id() -> str | None:
    """The id of the request, or of the job, that is being worked on; None where there is none."""
    found = get_contextvars().get("request_id")
    return None if found is None else str(found)


@contextmanager
def bound(given: str | None = None) -> Iterator[str]:
    """Work under an id: the one given, else a fresh one, for what no request brought. What was bound before comes
    back afterwards."""
    chosen = given or token_hex(16)
    tokens = bind_contextvars(request_id=chosen)
    try:
        yield chosen
    finally:
        reset_contextvars(**tokens)


def acceptable(given: str | None) -> str | None:
    """An id from outside (`X-Request-Id`), if it may be used: 1 to 64 letters, digits, dots, dashes, underscores."""
    return given if given and _GIVEN.fullmatch(given) else None

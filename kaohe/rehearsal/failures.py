"""What stops a rehearsal: the request, the answer, and where it happened."""

import json
from typing import Any

_LONGEST = 3_000


class RehearsalStopped(Exception):
    """Something went otherwise than it should; the message says what, for whoever must mend it."""


def stopped(where: str, request: Any, answer: Any) -> RehearsalStopped:
    """An answer that nobody expected, with the request that brought it."""
    return RehearsalStopped(f"{where}\n  request: {_short(request)}\n  answer:  {_short(answer)}")


def must(condition: object, what: str) -> None:
    """Stop unless `condition` holds; `what` says what should have been so."""
    if not condition:
        raise RehearsalStopped(f"this should hold and does not: {what}")


def _short(value: Any) -> str:
    words = json.dumps(value, ensure_ascii=False, default=str)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]} …"

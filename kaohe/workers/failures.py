"""All that failed (失败事项), wherever it is kept: shown to an operator in one list, and replayed by its name there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dramatiq import Broker

from kaohe.schema.session import Database
from kaohe.workers import failed as messages
from kaohe.workflow import deadlines, deliveries, outbox

#: Of each kind so many are listed, the oldest.
LIMIT = 200


@dataclass(frozen=True)
class Failure:
    """One thing that failed. `name` is `message:7`, `outbox:7`, `delivery:7` or `deadline:7`; `since` is aware."""

    name: str
    what: str
    attempts: int
    error: str
    since: datetime


async def failures(database: Database, now: datetime) -> list[Failure]:
    """Messages, rows of the outbox and deliveries that were given up; deadlines that fail and are tried on."""
    found = [
        *(_failure("message", row, f"{row['actor']}{tuple(row['arguments'])}", "failed_at")
          for row in await messages.kept(database, LIMIT)),
        *(_failure("outbox", row, f"{row['topic']} {row['subject']} {row['subject_id']}", "failed_at")
          for row in await outbox.failed(database, LIMIT)),
        *(_failure("delivery", row, row["channel"], "created_at") for row in await deliveries.failed(database, LIMIT)),
        *(_failure("deadline", row, f"{row['kind']} {row['stage']} {row['subject']} {row['subject_id']}", "due_at")
          for row in await deadlines.failing(database, now, LIMIT)),
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.since)


async def replay(database: Database, broker: Broker, now: datetime, names: list[str]) -> list[str]:
    """Let what is named be tried anew, all of it where nothing is named; the names of what was not there.

    Raises what the broker raises where it is away and a message is among them.
    """
    if not names:
        await _all(database, broker, now)
    unknown = []
    for name in names:
        kind, _, number = name.partition(":")
        again = _AGAIN.get(kind)
        if again is None or not number.isdigit() or not await again(database, broker, now, int(number)):
            unknown.append(name)
    return unknown


def _failure(kind: str, row: dict[str, Any], what: str, since: str) -> Failure:
    return Failure(f"{kind}:{row['id']}", what, row["attempts"], row["error"] or "", row[since])


async def _all(database: Database, broker: Broker, now: datetime) -> None:
    """However many there are: more, it may be, than a list shows."""
    await outbox.replay(database, now)
    await deliveries.replay(database, now)
    await deadlines.try_now(database, now)
    for row in await messages.kept(database):
        await _message(database, broker, now, row["id"])


async def _message(database: Database, broker: Broker, now: datetime, one: int) -> int:
    try:
        await messages.replay(database, broker, now, one)
    except KeyError:
        return 0
    return 1


async def _outbox(database: Database, broker: Broker, now: datetime, one: int) -> int:
    return await outbox.replay(database, now, one)


async def _delivery(database: Database, broker: Broker, now: datetime, one: int) -> int:
    return await deliveries.replay(database, now, [one])


async def _deadline(database: Database, broker: Broker, now: datetime, one: int) -> int:
    return await deadlines.try_now(database, now, one)


_AGAIN: dict[str, Callable[[Database, Broker, datetime, int], Awaitable[int]]] = {
    "message": _message,
    "outbox": _outbox,
    "delivery": _delivery,
    "deadline": _deadline,
}

"""Sharing a large expiry out (分批到期): one deadline over many cases becomes parts that any worker may take.

Each part is one bulk move in a transaction of its own. Whoever finishes the last one fires the deadline.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.failures import is_lost, words_of
from kaohe.schema.rows import as_json, document, insert_sql, rows_of
from kaohe.schema.savepoints import savepoint
from kaohe.schema.session import Database
from kaohe.workflow.deadlines.claim import wait_briefly
from kaohe.workflow.deadlines.expiry import expire, outcome
from kaohe.workflow.deadlines.fired import Fired, fire, try_later
from kaohe.workflow.deadlines.still import cases_of

log = structlog.get_logger(__name__)

Row = Mapping[str, Any]

#: Cases of one part; a deadline over no more than that is carried out at once.
PART = 500

_SPLIT = text("UPDATE deadline SET split_at = :now WHERE body_id = :body_id AND id = :id")

#: The parts that wait at `:now`: the rest of a SELECT on `p`.
WAITING = """
  FROM deadline_part p
  JOIN deadline d ON d.body_id = p.body_id AND d.id = p.deadline_id
  JOIN cycle c ON c.body_id = d.body_id AND c.id = d.cycle_id
 WHERE p.done_at IS NULL AND (p.retry_at IS NULL OR p.retry_at <= :now) AND c.suspended_at IS NULL"""

_CLAIM = text(f"""
SELECT p.* {WAITING}
 ORDER BY p.id LIMIT 1 FOR SHARE OF c SKIP LOCKED FOR UPDATE OF p SKIP LOCKED
""")

_DEADLINE = text("SELECT * FROM deadline WHERE body_id = :body_id AND id = :id")

_LOCKED = text("SELECT * FROM deadline WHERE body_id = :body_id AND id = :id FOR UPDATE")

_DONE = text("""
UPDATE deadline_part SET done_at = :now, moved = :moved, held = CAST(:held AS jsonb)
 WHERE body_id = :body_id AND id = :id
""")

_PARTS = text(
    "SELECT moved, held, done_at FROM deadline_part WHERE body_id = :body_id AND deadline_id = :id ORDER BY number"
)


async def split(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> None:
    """Share the cases of a deadline out; it fires when all parts are done."""
    parts = [
        {"body_id": row["body_id"], "deadline_id": row["id"], "number": number, "cases": ids[start : start + PART]}
        for number, start in enumerate(range(0, len(ids), PART), 1)
    ]
    await session.execute(text(insert_sql("deadline_part", list(parts[0]), "rows")), {"rows": document(parts)})
    await session.execute(_SPLIT, {"now": now, "body_id": row["body_id"], "id": row["id"]})


async def carry_out_part(database: Database, now: Callable[[], datetime], watch: Callable[[Fired], None]) -> bool:
    """Take one part that waits and carry it out; whether there was one. `watch` is told if its deadline fired.

    The moment is read again once the part is ours, as in `enforce_next`.
    """
    async with database.transaction() as session:
        await wait_briefly(session)
        claimed = rows_of(await session.execute(_CLAIM, {"now": now()}))
        fired = await _attempt(session, claimed[0], now()) if claimed else []
    for one in fired:
        watch(one)
    return bool(claimed)


async def _attempt(session: AsyncSession, part: Row, now: datetime) -> list[Fired]:
    """Whole or not at all: a part that fails is kept for later, and holds up no other."""
    row = rows_of(await session.execute(_DEADLINE, {"body_id": part["body_id"], "id": part["deadline_id"]}))[0]
    try:
        async with savepoint(session):
            return await _carry_out(session, row, part, now)
    except Exception as error:
        if is_lost(error):
            raise
        log.exception("deadline_part_failed", deadline=row["id"], part=part["number"])
        await _try_later(session, row, part, words_of(error), now)
        return []


async def _carry_out(session: AsyncSession, row: Row, part: Row, now: datetime) -> list[Fired]:
    key = {"body_id": row["body_id"], "id": row["id"]}
    moved, held = 0, tuple[int, ...]()
    if row["fired_at"] is None:  # an extension may have ended it meanwhile
        there = await cases_of(session, row, locked=part["cases"])
        if there:
            expired = await expire(session, row, there, now)
            if expired.failed:
                await _try_later(session, row, part, next(iter(expired.failed.values())), now)
                return []
            moved, held = len(expired.moved), expired.held
    done = {"now": now, "moved": moved, "held": as_json(held), "body_id": part["body_id"], "id": part["id"]}
    await session.execute(_DONE, done)
    return await _fire_if_last(session, key, now)


async def _try_later(session: AsyncSession, row: Row, part: Row, error: str, now: datetime) -> None:
    """The deadline has failed as well: as long as it had not, it would hold up those after it."""
    await try_later(session, "deadline_part", part, error, now)
    await try_later(session, "deadline", row, error, now)


async def _fire_if_last(session: AsyncSession, key: Mapping[str, int], now: datetime) -> list[Fired]:
    """Those who finish at the same time meet at the deadline's lock: the last of them sees all parts done."""
    row = rows_of(await session.execute(_LOCKED, key))[0]
    parts = rows_of(await session.execute(_PARTS, key))
    if row["fired_at"] is not None or any(part["done_at"] is None for part in parts):
        return []
    held = [one for part in parts for one in part["held"]]
    moved = sum(part["moved"] for part in parts)
    return await fire(session, {row["id"]: row}, {row["id"]: await outcome(session, row, moved, held, now)}, now)

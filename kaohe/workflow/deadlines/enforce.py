"""The sweep: whatever is due is carried out, in order of its due moment, however long nobody looked.

Any number of workers may sweep at once. Each takes what no other holds, in transactions of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.failures import is_lost, waited_too_long, words_of
from kaohe.schema.savepoints import savepoint
from kaohe.schema.session import Database
from kaohe.workflow.deadlines.carry_out import CarriedOut, carry_out
from kaohe.workflow.deadlines.claim import claim
from kaohe.workflow.deadlines.fired import Fired, fire, try_later
from kaohe.workflow.deadlines.parts import carry_out_part

log = structlog.get_logger(__name__)

Row = Mapping[str, Any]
Watch = Callable[[Fired], None]


async def enforce_due(database: Database, now: datetime, watch: Watch | None = None) -> int:
    """Carry out every deadline due at `now`, the shared ones too; how many fired.

    One that fails is logged, kept with its error and tried again later; it holds up no other. `watch` is told of each
    that fired, after its commit.
    """
    fired = list[Fired]()

    def clock() -> datetime:
        return now

    while await enforce_next(database, clock, fired.append) or await carry_out_part(database, clock, fired.append):
        pass
    for one in fired if watch else ():
        watch(one)  # type: ignore[misc] # there is one
    return len(fired)


async def enforce_next(database: Database, now: Callable[[], datetime], watch: Watch) -> bool:
    """Carry out what has been due longest, with what is like it, in one transaction; whether there was anything.

    The moment is read again once the rows are ours: a process that was frozen on the way would otherwise write one
    from before what others have done meanwhile.
    """
    async with database.transaction() as session:
        claimed = await claim(session, now())
        fired = await _enforce(session, claimed, now()) if claimed else []
    for one in fired:
        watch(one)
    return bool(claimed)


async def _enforce(session: AsyncSession, claimed: Sequence[Row], now: datetime) -> list[Fired]:
    rows = {row["id"]: row for row in claimed}
    done = await _attempt(session, claimed, now)
    for one, error in done.failed.items():
        await try_later(session, "deadline", rows[one], error, now)
    return await fire(session, rows, done.outcomes, now)


async def _attempt(session: AsyncSession, rows: Sequence[Row], now: datetime) -> CarriedOut:
    """All together, or each alone where that fails: whole or not at all."""
    try:
        async with savepoint(session):
            return await carry_out(session, rows, now)
    except Exception as error:
        if is_lost(error):
            raise
        if waited_too_long(error):  # waiting for each of them once more would only take longer
            return CarriedOut(failed=dict.fromkeys((row["id"] for row in rows), words_of(error)))
        if len(rows) == 1:
            log.exception("deadline_failed", deadline=rows[0]["id"], subject=rows[0]["subject"])
            return CarriedOut(failed={rows[0]["id"]: words_of(error)})
    done = CarriedOut()
    for row in rows:
        alone = await _attempt(session, [row], now)
        done.outcomes |= alone.outcomes
        done.failed |= alone.failed
    return done

"""Dates that follow a change of the calendar (期限重算), in the transaction of the change."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.cycles.tell_at_work import tell_at_work
from kaohe.workflow.dates import FromBasis, Redated, recompute
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.calendar import BUSINESS_ZONE, end_of_day
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import CHARTS, LOOP, Subject
from kaohe.workflow.door import move_one
from kaohe.workflow.situations import load_situation

# Also those that somebody may be opening or resuming right now, with the calendar as it was: we wait for him.
_CYCLES = text("""
SELECT body_id, id FROM cycle
 WHERE (CAST(:body_id AS bigint) IS NULL OR body_id = :body_id) AND state <> ALL(:ended) ORDER BY body_id, id
""")

_LOCK = text("SELECT state, opened_at, suspended_at FROM cycle WHERE body_id = :body_id AND id = :id FOR UPDATE")


async def redate_cycles(session: AsyncSession, now: datetime, reason: str, by: str, body_id: int | None = None) -> int:
    """Work out the dates of every running cycle again (of one body, or of all) with the calendar as it is now; in how
    many cycles some have moved.

    Every date still to come is what its event and its term give, earlier or later, but it never comes before the end
    of today: nobody is late because a calendar was published. What has come stays. `reason` and `by` go into the
    cycle's history, with the dates before and after.
    """
    moved = 0
    found = await session.execute(_CYCLES, {"body_id": body_id, "ended": sorted(CHARTS[Subject.CYCLE].ends)})
    for key in rows_of(found):
        cycle = (await session.execute(_LOCK, key)).mappings().one()
        if cycle["state"] not in LOOP[:-1] or cycle["suspended_at"] is not None:
            continue  # a suspended cycle has its dates worked out when it resumes, with the calendar as it is then
        situation = await load_situation(session, key["body_id"], key["id"])
        rule = FromBasis(since=now, earliest=end_of_day(now.astimezone(BUSINESS_ZONE).date()))
        redated = await recompute(session, situation, cycle["opened_at"], rule, now)
        if redated:
            await _record(session, key["body_id"], key["id"], redated, now, reason, by)
            moved += 1
    return moved


async def _record(
    session: AsyncSession, body_id: int, cycle_id: int, redated: Redated, now: datetime, reason: str, by: str
) -> None:
    data = {"by": by, "deadlines": redated.deadlines, **redated.moved}
    command = Command("redate", system(body_id), now, reason=reason, args=data)
    await move_one(session, Subject.CYCLE, cycle_id, command)
    await tell_at_work(session, body_id, cycle_id, now, "dates_moved", redated.holders)

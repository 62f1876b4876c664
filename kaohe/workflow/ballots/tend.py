"""Tending boxes (票箱处理): a sweep opens those that are ready, closes those in which all have cast, counts what is closed, and
destroys the keys that no box needs any more.

Any number of workers may sweep at once: of two that come to a box, one takes it. Each box has a transaction of its own.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.failures import is_lost
from kaohe.schema.rows import rows_of
from kaohe.schema.session import Database
from kaohe.schema.states import TENDED_BOX_STATES
from kaohe.workflow.ballots.counting import count_box
from kaohe.workflow.ballots.keys import BallotKeys, KeyName
from kaohe.workflow.ballots.opening import open_box
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import BoxState, Subject
from kaohe.workflow.domain.plans.ballot_box import office_task
from kaohe.workflow.domain.refusals import Code, Refused, refuse
from kaohe.workflow.door import About, move_one, open_tasks
from kaohe.workflow.outbox.tell import tell
from kaohe.workflow.situations import load_situation

log = structlog.get_logger(__name__)

Row = Mapping[str, Any]

# Nothing is done to the boxes of a suspended cycle. A box opens once all summaries are in, and is closed early when nobody
# is left who could still cast.
_READY = f"""
  FROM ballot_box b JOIN cycle c ON c.body_id = b.body_id AND c.id = b.cycle_id
 WHERE b.state IN {TENDED_BOX_STATES} AND c.suspended_at IS NULL AND (
   (b.state IN ('drafted', 'approved') AND c.state NOT IN ('draft', 'self_summary', 'archived', 'cancelled'))
   OR b.state = 'closed'
   OR (b.state = 'open' AND NOT EXISTS (
     SELECT 1 FROM ballot_rater r JOIN person p ON p.body_id = r.body_id AND p.id = r.person_id AND p.active
      WHERE r.body_id = b.body_id AND r.box_id = b.id AND NOT r.has_cast)))"""

_WAITING = text(f"SELECT b.body_id, b.id {_READY} ORDER BY b.body_id, b.id")

_ANY = text(f"SELECT 1 {_READY} ORDER BY b.body_id, b.id LIMIT 1")

# The cycle first, shared, like every sweep: nobody suspends it meanwhile.
_LOCK = text("""
SELECT b.id FROM ballot_box b JOIN cycle c ON c.body_id = b.body_id AND c.id = b.cycle_id
 WHERE b.body_id = :body_id AND b.id = :id FOR SHARE OF c SKIP LOCKED FOR UPDATE OF b SKIP LOCKED
""")

# Judged under its lock, in a statement of its own: another worker may have opened it just now, and the raters that a
# subquery beside the lock would see are older than that.
_CLAIM = text(f"SELECT b.* {_READY} AND b.body_id = :body_id AND b.id = :id")

# Under the lock that whoever opens the box holds until its key stands on it.
_NEEDED = text("""
SELECT state IN ('open', 'closed') AND public_key = :public_key FROM ballot_box
 WHERE body_id = :body_id AND id = :box_id FOR SHARE
""")

#: A box that is closed for so long without a worker that could count it has lost its key: each looks every half minute.
_LOST_AFTER = timedelta(hours=1)

#: What the office is asked to do about a box that can't go on, by why it can't.
_ASKED_OF_OFFICE = {
    Code.BOX_LACKS_RATERS: "find_raters",
    Code.TOO_FEW_BALLOTS: "reopen_box",
    Code.BALLOTS_DO_NOT_ADD_UP: "reopen_box",
    Code.BALLOT_KEY_LOST: "restart_box",
}


@dataclass(frozen=True)
class Tended:
    """How many boxes were opened, closed and counted, and how many keys destroyed."""

    opened: int = 0
    closed: int = 0
    counted: int = 0
    destroyed: int = 0

    def __bool__(self) -> bool:
        return bool(self.opened or self.closed or self.counted or self.destroyed)


async def boxes_wait(database: Database, keys: BallotKeys) -> bool:
    """Whether there is a box to be tended, or a key that should be gone."""
    if any(True for _ in keys):
        return True
    async with database.session() as session:
        return await session.scalar(_ANY) is not None


async def tend_boxes(database: Database, now: datetime, keys: BallotKeys) -> Tended:
    """One round over all boxes: open, close, count, destroy. One that fails holds up no other and is tried again."""
    done: Counter[str] = Counter()
    async with database.session() as session:
        waiting = [(row.body_id, row.id) for row in await session.execute(_WAITING)]
    for body_id, box_id in waiting:
        # A box that was closed just now is counted in the same round.
        while did := await _guarded(database, body_id, box_id, now, keys):
            done[did] += 1
    for name in list(keys):
        done["destroyed"] += await _destroy(database, name, keys)
    return Tended(**done)


async def _guarded(database: Database, body_id: int, box_id: int, now: datetime, keys: BallotKeys) -> str | None:
    try:
        async with database.transaction() as session:
            return await _tend(session, body_id, box_id, now, keys)
    except Refused as refused:
        await _ask_office(database, body_id, box_id, now, refused)
    except Exception as error:
        if is_lost(error):
            raise
        log.exception("box_failed", body_id=body_id, box=box_id)
    return None


async def _tend(session: AsyncSession, body_id: int, box_id: int, now: datetime, keys: BallotKeys) -> str | None:
    """The next step of a box: what was done, or None where there is nothing to do, or another worker has it."""
    key = {"body_id": body_id, "id": box_id}
    if await session.scalar(_LOCK, key) is None:
        return None
    found = rows_of(await session.execute(_CLAIM, key))
    return await _STEPS[found[0]["state"]](session, found[0], now, keys) if found else None


async def _open(session: AsyncSession, box: Row, now: datetime, keys: BallotKeys) -> str | None:
    return "opened" if await open_box(session, keys, box, now) else None


async def _close(session: AsyncSession, box: Row, now: datetime, keys: BallotKeys) -> str | None:
    await move_one(session, Subject.BALLOT_BOX, box["id"], Command("close_box", system(box["body_id"]), now))
    return "closed"


async def _count(session: AsyncSession, box: Row, now: datetime, keys: BallotKeys) -> str | None:
    key = keys.find(KeyName(box["body_id"], box["id"], box["public_key"]))
    if key is None:  # it lies with the worker that opened the box, or nowhere
        log.warning("ballot_key_elsewhere", body_id=box["body_id"], box=box["id"])
        if now - box["closed_at"] >= _LOST_AFTER:
            raise refuse(Code.BALLOT_KEY_LOST)
        return None
    await count_box(session, key, box, now)
    return "counted"


_STEPS: Mapping[str, Callable[[AsyncSession, Row, datetime, BallotKeys], Awaitable[str | None]]] = {
    BoxState.DRAFTED: _open,
    BoxState.APPROVED: _open,
    BoxState.OPEN: _close,
    BoxState.CLOSED: _count,
}


async def _ask_office(database: Database, body_id: int, box_id: int, now: datetime, refused: Refused) -> None:
    """The office is asked once to see to a box that can't be opened or counted."""
    kinds = {_ASKED_OF_OFFICE[one.code] for one in refused.refusals if one.code in _ASKED_OF_OFFICE}
    if not kinds:
        log.error("box_refused", body_id=body_id, box=box_id, codes=sorted(one.code for one in refused.refusals))
    async with database.transaction() as session:
        for kind in sorted(kinds):
            await _open_once(session, body_id, box_id, kind, now)


_BOX = text("SELECT cycle_id, unit_id FROM ballot_box WHERE body_id = :body_id AND id = :id FOR UPDATE")

# One question at a time: a worker without the key knows nothing of what the one that has it asked.
_ASKED = text("""
SELECT 1 FROM task WHERE body_id = :body_id AND subject = 'ballot_box' AND subject_id = :id AND kind = ANY(:kinds)
   AND state = 'open'
""")


async def _open_once(session: AsyncSession, body_id: int, box_id: int, kind: str, now: datetime) -> None:
    key = {"body_id": body_id, "id": box_id}
    box = rows_of(await session.execute(_BOX, key))[0]
    if await session.scalar(_ASKED, {**key, "kinds": [*_ASKED_OF_OFFICE.values()]}) is not None:
        return
    task = office_task(kind, now, await load_situation(session, body_id, box["cycle_id"]))
    about = About(body_id, Subject.BALLOT_BOX, box_id, box["cycle_id"], box["unit_id"])
    await open_tasks(session, now, [(about, task)])
    told = {"subject": str(Subject.BALLOT_BOX), "subject_id": box_id, "cycle_id": box["cycle_id"]}
    await tell(session, body_id, now, [(task.assignee_key, kind)], **told)


async def _destroy(database: Database, name: KeyName, keys: BallotKeys) -> bool:
    """Destroy a key that its box no longer needs: right after the count, or what a crash left. The key of a box that this
    database does not know stays."""
    async with database.transaction() as session:
        needed = await session.scalar(_NEEDED, name._asdict())
    return needed is False and keys.destroy(name)

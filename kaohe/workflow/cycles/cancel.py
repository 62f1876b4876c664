"""Cancelling a cycle (取消): its cases end beside the loop."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.ballots.cancel import cancel_boxes
from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.domain.actor import Actor, system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move, move_one

_OPEN = text("""
SELECT id FROM assessment WHERE body_id = :body_id AND cycle_id = :id
   AND state NOT IN ('archived', 'excluded', 'cancelled')
""")

# What was found at a unit is so whether or not the cycle comes to an end: findings are followed up all the same.
_CLOSE = text("""
WITH closed AS (UPDATE task SET state = 'done', closed_at = :now, closed_by = :actor
  WHERE body_id = :body_id AND cycle_id = :id AND state = 'open' AND subject <> 'finding')
UPDATE deadline SET fired_at = :now, outcome = 'void'
 WHERE body_id = :body_id AND cycle_id = :id AND fired_at IS NULL AND subject <> 'finding'
""")


async def cancel_cycle(session: AsyncSession, actor: Actor, now: datetime, cycle_id: int, reason: str) -> None:
    """Cancel the cycle, a suspended one included, with a reason."""
    await require_cycle(session, actor, cycle_id, lock=True)
    key = {"body_id": actor.body_id, "id": cycle_id}
    ids = list((await session.execute(_OPEN, key)).scalars())
    await move_one(session, Subject.CYCLE, cycle_id, Command("cancel", actor, now, reason=reason))
    await move(session, Subject.ASSESSMENT, ids, Command("cancel", system(actor.body_id), now, reason=reason))
    await cancel_boxes(session, actor.body_id, now, cycle_id, reason)

    await session.execute(_CLOSE, {**key, "now": now, "actor": actor.name})

"""Moving a cycle on: it leaves a stage when its last assessment has left it, and never goes back."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.cycles.terms import replan
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import LOOP, Stage, Subject
from kaohe.workflow.door import move
from kaohe.workflow.situations import load_situation

# Mostly somebody is still where the cycle is. Then there is nothing to lock, and nobody to wait for: a sweep may hold the
# cycle for a while.
_MAY_ADVANCE = text("""
SELECT 1 FROM cycle c
 WHERE c.body_id = :body_id AND c.id = :id AND NOT EXISTS (
   SELECT 1 FROM assessment a WHERE a.body_id = c.body_id AND a.cycle_id = c.id AND a.state = c.state
      AND (a.round = 1 OR a.state NOT IN ('review', 'decision', 'publicity')))
""")

_LOCK = text("SELECT state, opened_at, suspended_at FROM cycle WHERE body_id = :body_id AND id = :id FOR UPDATE")

#: Round 2 counts as `appeal` (the high-water mark never goes back).
_STAGES = text("""
SELECT DISTINCT CASE WHEN round > 1 AND state IN ('review', 'decision', 'publicity') THEN 'appeal' ELSE state END AS stage
  FROM assessment WHERE body_id = :body_id AND cycle_id = :id AND state NOT IN ('excluded', 'cancelled')
""")


async def advance_cycle(session: AsyncSession, body_id: int, cycle_id: int, now: datetime) -> str | None:
    """Advance the cycle as far as its assessments allow; the stage reached, or None where it stays."""
    key = {"body_id": body_id, "id": cycle_id}
    if await session.scalar(_MAY_ADVANCE, key) is None:
        return None
    cycle = (await session.execute(_LOCK, key)).mappings().one_or_none()
    if cycle is None or cycle["suspended_at"] is not None or cycle["state"] not in LOOP[:-1]:
        return None
    stages = [Stage(stage) for stage in (await session.execute(_STAGES, key)).scalars()]
    if not stages:  # everybody is excluded: a human ends it
        return None
    target = min(stages, key=lambda stage: stage.position)
    reached = None
    for stage in LOOP[Stage(cycle["state"]).position : target.position]:
        situation = await load_situation(session, body_id, cycle_id)
        await replan(session, situation, cycle["opened_at"], now, entered={stage.next: now}, left={stage: now})
        command = Command("advance", system(body_id), now, args={"left": str(stage)})
        await move(session, Subject.CYCLE, [cycle_id], command)
        reached = stage.next
    return reached

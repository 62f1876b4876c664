"""The dates of a cycle's stages as it moves on: planned when it opens, moved when a stage is entered late."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.dates import AsPlanned, follow_stages, plan_cycle
from kaohe.workflow.dates.locks import lock_cases
from kaohe.workflow.domain.snapshots import Situation


async def replan(
    session: AsyncSession,
    situation: Situation,
    opened_at: datetime,
    now: datetime,
    *,
    entered: Mapping[str, datetime],
    left: Mapping[str, datetime] | None = None,
) -> dict[str, datetime]:
    """Plan the stages anew with what has happened at `now`; the due moment of each. A stage that somebody has reached
    is never due earlier than he was told (§3, late stage: nobody's time is eaten)."""
    await lock_cases(session, situation.body_id, situation.cycle_id)
    rule = AsPlanned(now)
    plan = await plan_cycle(session, situation, opened_at, rule, entered=entered, left=left)
    await follow_stages(session, situation, plan, rule, now)
    return plan.due

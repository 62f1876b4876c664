"""Appeal (异议期): sending results out for approval, and letting cases go when nothing holds them any more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command, TaskSpec
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.door import About, Moved, move, open_tasks

_IN_APPEAL = text("""
SELECT id FROM assessment WHERE body_id = :body_id AND id = ANY(:ids) AND state = 'appeal' ORDER BY id
""")


async def ask_for_results(session: AsyncSession, situation: Situation, now: datetime) -> None:
    """Ask the office to send the results of those who have come to appeal, where outsiders approve them (S3-8) or keep
    them on file (S0-26)."""
    if not situation.policy.appeal.outside_approvals:
        return
    about = About(situation.body_id, Subject.CYCLE, situation.cycle_id, situation.cycle_id)
    due_at = max(situation.due.get(Stage.APPEAL, now), now)
    await open_tasks(session, now, [(about, TaskSpec("submit_results", role_key(Role.OFFICE), due_at))])


async def release(session: AsyncSession, body_id: int, now: datetime, ids: Sequence[int]) -> Moved:
    """Close the appeal of those of these cases that may go on; the others stay, with the reasons."""
    found = await session.execute(_IN_APPEAL, {"body_id": body_id, "ids": list(ids)})
    waiting = list(found.scalars())
    if not waiting:
        return Moved()
    command = Command("close_appeal", system(body_id), now)
    return await move(session, Subject.ASSESSMENT, waiting, command, partial=True)

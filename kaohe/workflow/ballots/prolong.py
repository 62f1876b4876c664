"""Giving a box more time (延长评分), or opening one again that had too few ballots (重新评分)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.ballots.raters import Proposed, outsiders, rating
from kaohe.workflow.ballots.visible import require_box
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move_one


async def extend_box(
    session: AsyncSession, actor: Actor, now: datetime, box_id: int, due_at: datetime, reason: str
) -> None:
    """Let an open box end at `due_at` (aware), later than it would. Those who have not cast are told."""
    await require_box(session, actor, box_id)
    command = Command("extend_box", actor, now, reason=reason, args={"due_at": due_at})
    await move_one(session, Subject.BALLOT_BOX, box_id, command)


async def reopen_box(
    session: AsyncSession, actor: Actor, now: datetime, box_id: int, due_at: datetime, added: Sequence[Proposed] = ()
) -> None:
    """Open a closed box that is not counted until `due_at` (aware). What was cast counts; who has not cast may; `added`
    rate as external raters."""
    box = await require_box(session, actor, box_id)
    args = await outsiders(session, actor, box, added)
    args |= {"due_at": due_at, "rating": await rating(session, actor.body_id, box_id)}
    await move_one(session, Subject.BALLOT_BOX, box_id, Command("reopen_box", actor, now, args=args))

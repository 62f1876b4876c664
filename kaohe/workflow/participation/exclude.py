"""Taking people out of a cycle (不参加考核: retired, moved away, died) and back in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move
from kaohe.workflow.list_upkeep import reconcile
from kaohe.workflow.reviews.send_back import void_signatures
from kaohe.workflow.visibility import require_visible


async def exclude(session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], reason: str) -> None:
    """These people do not take part; before the decision only."""
    await _move(session, actor, now, ids, "exclude", reason)


async def include(session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], reason: str) -> None:
    """They take part again, from the cycle's stage; a review begins at its first step."""
    await _move(session, actor, now, ids, "include", reason)
    await void_signatures(session, actor.body_id, ids)


async def _move(
    session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], trigger: str, reason: str
) -> None:
    await require_visible(session, actor, ids)
    await move(session, Subject.ASSESSMENT, ids, Command(trigger, actor, now, reason=reason))
    await reconcile(session, actor.body_id, now, ids)

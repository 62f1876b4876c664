"""In-app messages (通知): reading them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import not_found

_MARK = text("""
UPDATE notification SET read_at = COALESCE(read_at, :now)
 WHERE body_id = :body_id AND assignee_key = ANY(:keys) AND id = ANY(:ids) RETURNING id
""")


async def mark_read(session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int]) -> None:
    """Mark messages to the actor, or to one of his roles, as read; any other does not exist for him."""
    found = await session.execute(
        _MARK, {"now": now, "body_id": actor.body_id, "keys": sorted(actor.keys), "ids": list(ids)}
    )
    if not set(found.scalars()) >= set(ids):
        raise not_found("notification", "notificationIds")

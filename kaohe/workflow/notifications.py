"""In-app messages (通知): reading them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.desk import told
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import not_found

_MARK = """
UPDATE notification m SET read_at = COALESCE(read_at, :now)
 WHERE m.body_id = :body_id AND m.id = ANY(:ids) AND {told} RETURNING m.id
"""


async def mark_read(session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int]) -> None:
    """Mark messages to the actor, or to one of his roles, own or lent, as read; any other does not exist for him."""
    condition, parameters = told(actor)
    found = await session.execute(
        text(_MARK.format(told=condition)), {"now": now, "body_id": actor.body_id, "ids": list(ids), **parameters}
    )
    if not set(found.scalars()) >= set(ids):
        raise not_found("notification", "notificationIds")

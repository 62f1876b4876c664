"""A cycle that the caller may know of."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import not_found


async def require_cycle(session: AsyncSession, actor: Actor, cycle_id: int, *, lock: bool = False) -> None:
    """Refuse with `not_found` unless the cycle belongs to the actor's body. `lock` makes others wait for our end."""
    statement = "SELECT 1 FROM cycle WHERE body_id = :body_id AND id = :id" + (" FOR UPDATE" if lock else "")
    if await session.scalar(text(statement), {"body_id": actor.body_id, "id": cycle_id}) is None:
        raise not_found("cycle")

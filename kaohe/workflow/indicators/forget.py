"""Points that lose their meaning: those of a case that another unit assesses from now on, by its own indicators."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_FORGET = text("DELETE FROM indicator_score WHERE body_id = :body_id AND assessment_id = ANY(:ids)")


async def forget_points(session: AsyncSession, body_id: int, ids: Sequence[int]) -> None:
    """Take away all points of these cases by their unit's indicators; the history keeps what they were."""
    await session.execute(_FORGET, {"body_id": body_id, "ids": list(ids)})

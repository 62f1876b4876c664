"""Sealed ballots (密封选票) that are needed no more: counted, voided, or of a cancelled box."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_DROP = text("DELETE FROM sealed_ballot WHERE body_id = :body_id AND box_id = ANY(:ids)")


async def drop_envelopes(session: AsyncSession, body_id: int, ids: Sequence[int]) -> None:
    """Delete all envelopes of these boxes."""
    await session.execute(_DROP, {"body_id": body_id, "ids": list(ids)})

"""Holding a cycle where it is (周期不动) while somebody comes back into its stage."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_HOLD = text("""
SELECT 1 FROM cycle WHERE body_id = :body_id
   AND id IN (SELECT cycle_id FROM assessment WHERE body_id = :body_id AND id = ANY(:ids)) ORDER BY id FOR SHARE
""")


async def hold_cycles(session: AsyncSession, body_id: int, ids: Sequence[int]) -> None:
    """Keep the cycles of these cases in their stage until the transaction ends. Call it before the cases are locked.

    Whoever goes back into a stage may share the cycle's term there. A cycle that left the stage at the same moment
    would not see him, and end that term: nothing would watch his case.
    """
    await session.execute(_HOLD, {"body_id": body_id, "ids": list(ids)})

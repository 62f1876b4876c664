"""Whether a unit's cards and items may still change (see `domain.inputs_open`), held until the transaction ends."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Who was taken out of the cycle with his score comes back with it: he counts as one that is aggregated.
_STAGE = "CASE WHEN a.state = 'excluded' AND a.outcome IS NOT NULL THEN 'review' ELSE a.state END"

# Whoever aggregates these cases waits for us, or we for him.
_OF_UNITS = text(f"""
SELECT a.unit_id, {_STAGE} FROM assessment a
 WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND a.unit_id = ANY(:units) ORDER BY a.id FOR SHARE
""")

_OF_CASE = text(f"SELECT {_STAGE} FROM assessment a WHERE a.body_id = :body_id AND a.id = :id FOR SHARE")


async def stages_of_units(
    session: AsyncSession, body_id: int, cycle_id: int, units: Sequence[int]
) -> Mapping[int, Sequence[str]]:
    """Unit → the stages of its cases in this cycle, locked against a move; nothing for a unit without cases."""
    found: Any = await session.execute(_OF_UNITS, {"body_id": body_id, "cycle_id": cycle_id, "units": list(units)})
    stages: dict[int, list[str]] = defaultdict(list)
    for unit_id, state in found:
        stages[unit_id].append(state)
    return stages


async def stages_counted(
    session: AsyncSession, body_id: int, cycle_id: int, unit_id: int, assessment_id: int | None
) -> Sequence[str]:
    """The stages of the cases that a card counts for, locked: the person's, or those of the unit."""
    if assessment_id is None:
        return (await stages_of_units(session, body_id, cycle_id, [unit_id])).get(unit_id, ())
    found = await session.execute(_OF_CASE, {"body_id": body_id, "id": assessment_id})
    return list(found.scalars())

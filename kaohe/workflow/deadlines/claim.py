"""Claiming what is due: one deadline, and those like it that one bulk move can carry out together."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of

#: Deadlines carried out in one transaction, at most.
BATCH = 500

#: How long a sweep waits for whoever holds a case. People hold one for milliseconds; a client that hangs, for minutes.
LOCK_SECONDS = 5

# A suspended cycle fires nothing: its rows are not even claimed. Sharing the cycle's lock, a sweep is not overtaken by
# a suspension either, which would leave its rows fired with nothing done. The list of suspended cycles passes over what
# they have piled up for next to nothing; what counts is c's own column.
#: What is due at `:now` and nobody has carried out or shared out: the rest of a SELECT on `d`.
DUE = """
  FROM deadline d JOIN cycle c ON c.body_id = d.body_id AND c.id = d.cycle_id
 WHERE d.fired_at IS NULL AND d.split_at IS NULL AND d.due_at <= :now
   AND (d.retry_at IS NULL OR d.retry_at <= :now) AND c.suspended_at IS NULL
   AND d.cycle_id <> ALL(ARRAY(SELECT id FROM cycle WHERE suspended_at IS NOT NULL))"""

# Of one subject only the earliest is claimed, so that order holds whoever sweeps; one that has failed does not hold up
# those after it. OFFSET keeps that a look into an index for each row: as a join it would read everything that is due,
# for each of them, where statistics are old.
_CLAIMABLE = f"""{DUE}
   AND NOT EXISTS (
     SELECT 1 FROM deadline e WHERE e.body_id = d.body_id AND e.subject = d.subject AND e.subject_id = d.subject_id
        AND e.fired_at IS NULL AND e.attempts = 0 AND (e.due_at, e.id) < (d.due_at, d.id) OFFSET 0)
"""

# The cycle first: whoever holds it may be moving its rows, and passes over those that are locked.
_FIRST = text(f"""
SELECT d.* {_CLAIMABLE} ORDER BY d.due_at, d.id LIMIT 1
   FOR SHARE OF c SKIP LOCKED FOR UPDATE OF d SKIP LOCKED
""")

_ALIKE = text(f"""
SELECT d.* {_CLAIMABLE}
   AND d.body_id = :body_id AND d.cycle_id = :cycle_id AND d.subject = 'assessment' AND d.stage = :stage
   AND d.step = :step AND d.kind = :kind AND d.mark = :mark AND d.attempts = 0
 ORDER BY d.due_at, d.id LIMIT :batch FOR UPDATE OF d SKIP LOCKED
""")

_ALIKE_IN = ("body_id", "cycle_id", "stage", "step", "kind", "mark")

_WAIT = text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")


async def wait_briefly(session: AsyncSession) -> None:
    """Wait for nobody's lock longer than `LOCK_SECONDS` in this transaction."""
    await session.execute(_WAIT)


async def claim(session: AsyncSession, now: datetime) -> Sequence[Mapping[str, Any]]:
    """The deadline that has waited longest, with those of other cases like it; nothing where nothing is due."""
    await wait_briefly(session)
    first = rows_of(await session.execute(_FIRST, {"now": now}))
    if not first or first[0]["subject"] != "assessment" or first[0]["attempts"]:
        return first
    like = {name: first[0][name] for name in _ALIKE_IN}
    # The first is among them: what this transaction has locked itself it does not skip.
    return rows_of(await session.execute(_ALIKE, {**like, "now": now, "batch": BATCH}))

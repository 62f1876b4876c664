"""The order of locks wherever dates move: the cycle (by the caller), objections, findings, cases, tasks, deadlines.

Objections come before their cases, because whoever decides one does it in that order. Under the cycle's lock no sweep
is inside; with its cases locked nobody enters a stage or starts a term meanwhile, and whoever waits reads our dates.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Each locks and returns one number: the ids themselves could be a hundred thousand.
_OBJECTIONS = text("""
SELECT count(*) FROM (
  SELECT id FROM objection WHERE body_id = :body_id AND cycle_id = :cycle_id ORDER BY id FOR UPDATE) locked
""")

_FINDINGS = text("""
SELECT count(*) FROM (
  SELECT id FROM finding WHERE body_id = :body_id AND cycle_id = :cycle_id ORDER BY id FOR UPDATE) locked
""")

_CASES = text("""
SELECT count(*) FROM (
  SELECT id FROM assessment WHERE body_id = :body_id AND cycle_id = :cycle_id
     AND state NOT IN ('archived', 'excluded', 'cancelled') ORDER BY id FOR UPDATE) locked
""")


async def lock_cases(session: AsyncSession, body_id: int, cycle_id: int) -> None:
    """Lock what has dates in a cycle that is locked already, in the order that everybody keeps."""
    for statement in (_OBJECTIONS, _FINDINGS, _CASES):
        await session.execute(statement, {"body_id": body_id, "cycle_id": cycle_id})

"""Loading what all rows of a cycle share (`domain.snapshots.Situation`), in one statement; two where the body's roster has
changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.policy import Policy, load_policy
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.rosters import roster_of

_SQL = text("""
SELECT c.id, c.state, c.suspended_at, c.frozen_at, c.year, c.period, c.period_end, v.sha256, v.id AS version_id, s.stamp,
       (SELECT max(o.period) FROM cycle o WHERE o.body_id = c.body_id AND o.policy_key = c.policy_key
          AND o.year = c.year AND o.frozen_at IS NOT NULL AND o.period > c.period) AS later_frozen,
       (SELECT jsonb_object_agg(t.stage, t.due_at) FROM stage_term t
         WHERE t.body_id = c.body_id AND t.cycle_id = c.id) AS due
  FROM cycle c JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
  LEFT JOIN roster_stamp s ON s.body_id = c.body_id
 WHERE c.body_id = :body_id AND c.id = ANY(:ids)
""")


async def load_situations(session: AsyncSession, body_id: int, cycle_ids: Iterable[int]) -> dict[int, Situation]:
    """The situation of each cycle, by its id; a cycle of another body is not there."""
    rows = rows_of(await session.execute(_SQL, {"body_id": body_id, "ids": sorted(set(cycle_ids))}))
    return {row["id"]: await _situation(session, body_id, row) for row in rows}


async def load_situation(session: AsyncSession, body_id: int, cycle_id: int) -> Situation:
    """The situation of one cycle that is known to exist."""
    return (await load_situations(session, body_id, [cycle_id]))[cycle_id]


async def _situation(session: AsyncSession, body_id: int, row: Mapping[str, Any]) -> Situation:
    roster = await roster_of(session, body_id, row["stamp"])
    return Situation(
        body_id=body_id,
        cycle_id=row["id"],
        cycle_state=row["state"],
        suspended=row["suspended_at"] is not None,
        frozen=row["frozen_at"] is not None,
        year=row["year"],
        period=row["period"],
        period_end=row["period_end"],
        posting=row["later_frozen"] or row["period"],
        policy=await policy_of(session, body_id, row["version_id"], row["sha256"]),
        calendar=roster.calendar,
        root_unit_id=roster.root_unit_id,
        units=roster.units,
        due={stage: datetime.fromisoformat(due) for stage, due in (row["due"] or {}).items()},
        holders=roster.holders,
        relatives=roster.relatives,
    )


_parsed: dict[str, Policy] = {}


async def policy_of(session: AsyncSession, body_id: int, version_id: int, sha256: str) -> Policy:
    """The parsed policy of a version. Versions are immutable, so the parse is kept by the hash of its text."""
    if sha256 not in _parsed:
        source = await session.scalar(
            text("SELECT source FROM policy_version WHERE body_id = :body_id AND id = :id"),
            {"body_id": body_id, "id": version_id},
        )
        _parsed[sha256] = load_policy(source)
    return _parsed[sha256]

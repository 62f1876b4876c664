"""Making everything due within seconds: the rows' moments are moved to the run, and what guards compare with them too."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from kaohe.schema.session import Database

# A subject's rows share the spread evenly, in their order; where in its share each lies is drawn from the seed.
_DUE = text("""
WITH open AS (
  SELECT d.body_id, d.id, d.due_at AS was,
         rank() OVER mine AS place, count(*) OVER (PARTITION BY d.body_id, d.subject, d.subject_id) AS rows,
         (hashtextextended(d.subject || d.subject_id, :seed) & 1048575) / 1048576.0 AS drawn
    FROM deadline d WHERE d.fired_at IS NULL
  WINDOW mine AS (PARTITION BY d.body_id, d.subject, d.subject_id ORDER BY d.due_at, d.id))
UPDATE deadline d SET due_at = CAST(:begins AS timestamptz) + (o.place - o.drawn) / o.rows * CAST(:spread AS interval)
  FROM open o WHERE d.body_id = o.body_id AND d.id = o.id
""")

_FOLLOW = (
    """
UPDATE stage_term s SET due_at = d.due_at FROM deadline d
 WHERE d.fired_at IS NULL AND d.subject = 'cycle' AND d.kind = 'expire' AND d.body_id = s.body_id
   AND d.subject_id = s.cycle_id AND d.stage = s.stage
""",
    """
UPDATE notice n SET closes_at = p.due_at, objections_until = a.due_at FROM deadline p, deadline a
 WHERE p.subject = 'notice' AND p.stage = 'publicity' AND p.kind = 'expire' AND p.body_id = n.body_id AND p.subject_id = n.id
   AND a.subject = 'notice' AND a.stage = 'appeal' AND a.kind = 'expire' AND a.body_id = n.body_id AND a.subject_id = n.id
""",
    """
UPDATE objection o SET admit_due = d.due_at FROM deadline d
 WHERE d.subject = 'objection' AND d.kind = 'expire' AND d.step = 0 AND d.body_id = o.body_id AND d.subject_id = o.id
""",
    """
UPDATE assessment a SET due_at = s.due_at FROM stage_term s
 WHERE s.body_id = a.body_id AND s.cycle_id = a.cycle_id AND s.stage = a.state AND a.feedback_at IS NULL
   AND a.state NOT IN ('publicity', 'appeal')
""",
    """
UPDATE assessment a SET due_at = d.due_at FROM deadline d
 WHERE d.fired_at IS NULL AND d.subject = 'assessment' AND d.kind = 'expire' AND d.body_id = a.body_id
   AND d.subject_id = a.id AND d.stage = a.state AND d.entry_no = a.entry_no
""",
    """
UPDATE assessment a SET due_at = n.closes_at FROM notice n
 WHERE n.body_id = a.body_id AND n.id = a.notice_id AND a.state = 'publicity'
""",
    """
UPDATE task t SET due_at = a.due_at FROM assessment a
 WHERE t.state = 'open' AND t.subject = 'assessment' AND t.body_id = a.body_id AND t.subject_id = a.id
""",
)


@dataclass(frozen=True)
class Armed:
    """What was made due: how many rows, between which moments."""

    deadlines: int
    begins: datetime
    ends: datetime


async def arm(database: Database, seed: int, begins: datetime, spread: timedelta) -> Armed:
    """Make every deadline that has not fired due within `spread` after `begins` (aware), in one transaction."""
    async with database.transaction() as session:
        await session.execute(_DUE, {"seed": seed, "begins": begins, "spread": spread})
        for statement in _FOLLOW:
            await session.execute(text(statement))
        count = await session.scalar(text("SELECT count(*) FROM deadline WHERE fired_at IS NULL"))
    return Armed(int(count or 0), begins, begins + spread)

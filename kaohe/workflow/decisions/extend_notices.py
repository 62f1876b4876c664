"""Extending the notices that are out (公示延期): each keeps its own term, but none ends before the new date."""

from datetime import datetime

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.charts import Stage
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.terms import end_of

_OUT = text("""
SELECT id, closes_at, objections_until FROM notice
 WHERE body_id = :body_id AND cycle_id = :cycle_id AND objections_until > :now ORDER BY id FOR UPDATE
""")

_MOVE = text("""
WITH moved AS (
  UPDATE notice SET closes_at = :closes_at, objections_until = :objections_until
   WHERE body_id = :body_id AND id = :id),
 due AS (
  UPDATE assessment SET due_at = CASE state WHEN 'publicity' THEN CAST(:closes_at AS timestamptz)
                                 ELSE CAST(:objections_until AS timestamptz) END
   WHERE body_id = :body_id AND notice_id = :id AND state IN ('publicity', 'appeal')),
 old AS (
  UPDATE deadline SET fired_at = :now, outcome = 'superseded'
   WHERE body_id = :body_id AND subject = 'notice' AND subject_id = :id AND fired_at IS NULL
  RETURNING body_id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark)
INSERT INTO deadline (body_id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark, due_at, provisional)
SELECT body_id, subject, subject_id, cycle_id, stage, entry_no + 1, step, kind, mark,
       CASE stage WHEN 'publicity' THEN CAST(:closes_at AS timestamptz)
                  ELSE CAST(:objections_until AS timestamptz) END, false
  FROM old
""")


async def extend_notices(
    session: AsyncSession, situation: Situation, stage: str, until: datetime, now: datetime
) -> None:
    """Let publicity, or the time to object, of every notice that still runs last until `until` at least. A longer
    publicity moves the time to object with it."""
    key = {"body_id": situation.body_id, "cycle_id": situation.cycle_id, "now": now}
    for notice in (await session.execute(_OUT, key)).mappings().all():
        closes_at, objections_until = _extended(notice, situation, stage, until, now)
        await session.execute(
            _MOVE,
            {
                "body_id": situation.body_id,
                "id": notice["id"],
                "now": now,
                "closes_at": closes_at,
                "objections_until": objections_until,
            },
        )


def _extended(
    notice: RowMapping, situation: Situation, stage: str, until: datetime, now: datetime
) -> tuple[datetime, datetime]:
    closes_at: datetime = notice["closes_at"]
    objections_until: datetime = notice["objections_until"]
    if stage == Stage.APPEAL:
        return closes_at, max(objections_until, until)
    if closes_at <= now or until <= closes_at:
        return closes_at, objections_until
    window = end_of(situation.policy.appeal.window, until, situation.calendar).ends_at
    return until, max(objections_until, window)

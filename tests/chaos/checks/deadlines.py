"""Each deadline fired exactly once in effect."""

from datetime import datetime

from chaos.checks.found import Findings, found
from sqlalchemy.ext.asyncio import AsyncSession

#: Outcomes of rows that ended because what they were for had ended before.
_ENDED = "('void', 'superseded')"

_UNFIRED = (
    "SELECT id, subject, subject_id, stage, kind, error FROM deadline WHERE fired_at IS NULL AND due_at <= :until"
)

_EARLY = f"""
SELECT id, subject, subject_id, stage, kind, due_at, fired_at, outcome FROM deadline
 WHERE fired_at IS NOT NULL AND (outcome IS NULL OR (fired_at < due_at AND outcome NOT IN {_ENDED}))
"""

# A subject's rows fire in the order in which they fall due, but those that failed hold up no other.
_OUT_OF_ORDER = f"""
SELECT d.id, d.subject, d.subject_id, d.stage, d.kind, e.id AS overtaken_by FROM deadline d
  JOIN deadline e ON e.body_id = d.body_id AND e.subject = d.subject AND e.subject_id = d.subject_id
   AND (e.due_at, e.id) > (d.due_at, d.id) AND e.fired_at < d.fired_at
 WHERE d.attempts = 0 AND d.outcome NOT IN {_ENDED} AND e.outcome NOT IN {_ENDED}
"""

# Who is still where a deadline that has fired should have taken him from.
_STILL_THERE = (
    f"""
SELECT a.id, a.state, d.id AS deadline FROM deadline d
  JOIN assessment a ON a.body_id = d.body_id AND a.cycle_id = d.subject_id AND a.state = 'self_summary'
   AND a.round = 1 AND a.due_at <= d.due_at
 WHERE d.subject = 'cycle' AND d.stage = 'self_summary' AND d.kind = 'expire' AND d.outcome NOT IN {_ENDED}
""",
    f"""
SELECT a.id, a.state, d.id AS deadline FROM deadline d
  JOIN assessment a ON a.body_id = d.body_id AND a.id = d.subject_id AND a.state = d.stage AND a.entry_no = d.entry_no
 WHERE d.subject = 'assessment' AND d.kind = 'expire' AND d.outcome NOT IN {_ENDED}
   AND (d.stage = 'self_summary' OR (d.stage = 'feedback' AND d.step = 1))
""",
    f"""
SELECT a.id, a.state, d.id AS deadline FROM deadline d
  JOIN assessment a ON a.body_id = d.body_id AND a.notice_id = d.subject_id AND a.state = d.stage
 WHERE d.subject = 'notice' AND d.outcome NOT IN {_ENDED} AND NOT EXISTS (
   SELECT 1 FROM objection o WHERE o.body_id = a.body_id AND o.assessment_id = a.id
      AND (o.state IN ('filed', 'under_review') OR o.second_until IS NOT NULL))
""",
)

# Rows that say that somebody was told, and what was told: a reminder to those who hold the work; at the end of a term and
# at each level after it those and whoever stands above, each under one name or the other.
_TOLD = """
WITH fired AS (
  SELECT body_id, subject, subject_id, stage, kind = 'remind' AS early, count(*) AS times FROM deadline
   WHERE outcome LIKE 'reminded %' OR outcome ~ '(^|, )told ' GROUP BY 1, 2, 3, 4, 5),
 told AS (
  SELECT body_id, subject, subject_id, substr(kind, strpos(kind, '_') + 1) AS stage, kind LIKE 'remind%' AS early,
         max(times) AS most, sum(times) AS times
    FROM (SELECT body_id, subject, subject_id, kind, assignee_key, count(*) AS times FROM notification
           WHERE kind ~ '^(remind|expire|escalate|overdue)_' GROUP BY 1, 2, 3, 4, 5) each
   GROUP BY 1, 2, 3, 4, 5)
SELECT subject, subject_id AS id, stage, early, f.times AS deadlines_that_told, t.most AS to_one_reader, t.times AS in_all
  FROM fired f FULL JOIN told t USING (body_id, subject, subject_id, stage, early)
 WHERE COALESCE(t.most, 0) > COALESCE(f.times, 0) OR COALESCE(t.times, 0) < COALESCE(f.times, 0)
"""

_PARTS = (
    """
SELECT d.id AS deadline, count(p.id) AS parts, count(*) FILTER (WHERE p.done_at IS NULL) AS undone,
       sum(p.moved + jsonb_array_length(p.held)) AS answered_for
  FROM deadline d LEFT JOIN deadline_part p ON p.body_id = d.body_id AND p.deadline_id = d.id
 WHERE d.split_at IS NOT NULL GROUP BY d.body_id, d.id
HAVING count(p.id) = 0 OR bool_or(p.done_at IS NULL) OR max(p.number) <> count(p.id) OR min(p.number) <> 1
""",
    """
SELECT p.deadline_id AS deadline, c.value AS case, count(*) AS times FROM deadline_part p
 CROSS JOIN jsonb_array_elements(p.cases) AS c GROUP BY p.body_id, 1, 2 HAVING count(*) > 1
""",
    """
SELECT h.subject_id AS case, d.id AS deadline FROM deadline d
  JOIN assessment a ON a.body_id = d.body_id AND a.cycle_id = d.subject_id
  JOIN history h ON h.body_id = a.body_id AND h.subject = 'assessment' AND h.subject_id = a.id
   AND h.trigger = 'miss_summary'
 WHERE d.split_at IS NOT NULL AND d.subject = 'cycle' AND d.stage = 'self_summary' AND NOT EXISTS (
   SELECT 1 FROM deadline_part p WHERE p.body_id = d.body_id AND p.deadline_id = d.id AND p.cases @> to_jsonb(a.id))
""",
    """
SELECT p.deadline_id AS deadline, p.number, p.moved, count(h.id) AS in_history FROM deadline_part p
  JOIN deadline d ON d.body_id = p.body_id AND d.id = p.deadline_id AND d.stage = 'self_summary'
  LEFT JOIN history h ON h.body_id = p.body_id AND h.subject = 'assessment' AND h.trigger = 'miss_summary'
   AND p.cases @> to_jsonb(h.subject_id)
 GROUP BY p.body_id, 1, 2, 3 HAVING count(h.id) <> p.moved
""",
)


async def unfired(session: AsyncSession, until: datetime) -> Findings:
    """Whatever was due by `until` has fired."""
    return await found(session, _UNFIRED, until=until)


async def early(session: AsyncSession) -> Findings:
    """None before its time, none without an outcome, none before an earlier one of its subject."""
    return [*await found(session, _EARLY), *await found(session, _OUT_OF_ORDER)]


async def still_there(session: AsyncSession) -> Findings:
    """Nobody is left where an expiry found him, unless an objection holds him."""
    return [one for statement in _STILL_THERE for one in await found(session, statement)]


async def told(session: AsyncSession) -> Findings:
    """Reminders and escalations were sent as often as they fell due."""
    return await found(session, _TOLD)


async def parts(session: AsyncSession) -> Findings:
    """The parts of a deadline are all done, share no case, leave none out, and count what they moved."""
    return [one for statement in _PARTS for one in await found(session, statement)]

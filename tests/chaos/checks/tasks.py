"""No task open for a past stage, none missing; cycles stand where the last of their cases does."""

from chaos.checks.found import Findings, found
from sqlalchemy.ext.asyncio import AsyncSession

#: What the chart asks of a case in each state, told once more here, apart from the code under test.
_TASKS = """
WITH wanted AS (
  SELECT body_id, id, state, CASE state
           WHEN 'self_summary' THEN 'write_summary' WHEN 'aggregation' THEN 'aggregate' WHEN 'review' THEN 'review'
           WHEN 'decision' THEN 'decide'
           WHEN 'feedback' THEN CASE WHEN feedback_at IS NULL THEN 'deliver_feedback' ELSE 'acknowledge' END END AS kind
    FROM assessment),
 open AS (
  SELECT body_id, subject_id, array_agg(kind ORDER BY kind) AS kinds FROM task
   WHERE subject = 'assessment' AND state = 'open' GROUP BY 1, 2)
SELECT w.id AS case, w.state, w.kind AS wanted, o.kinds AS open FROM wanted w
  LEFT JOIN open o ON o.body_id = w.body_id AND o.subject_id = w.id
 WHERE COALESCE(o.kinds, '{}') <> CASE WHEN w.kind IS NULL THEN '{}' ELSE ARRAY[w.kind] END
"""

_OF_OBJECTIONS = """
SELECT j.id AS objection, j.state, array_agg(t.kind) AS open FROM objection j
  LEFT JOIN task t ON t.body_id = j.body_id AND t.subject = 'objection' AND t.subject_id = j.id AND t.state = 'open'
 GROUP BY j.body_id, j.id, j.state
HAVING array_agg(t.kind) <> CASE j.state
         WHEN 'filed' THEN ARRAY['admit_objection'] WHEN 'under_review' THEN ARRAY['decide_objection']
         ELSE ARRAY[NULL] END
"""

_CYCLES = """
WITH loop(state, place) AS (
  SELECT * FROM unnest(ARRAY['self_summary', 'aggregation', 'review', 'decision', 'publicity', 'appeal', 'feedback',
                             'archived']) WITH ORDINALITY)
SELECT c.id AS cycle, c.state, min(l.place) AS behind FROM cycle c
  JOIN assessment a ON a.body_id = c.body_id AND a.cycle_id = c.id
  JOIN loop l ON l.state = CASE WHEN a.round > 1 AND a.state IN ('review', 'decision', 'publicity') THEN 'appeal' ELSE a.state END
  JOIN loop own ON own.state = c.state
 GROUP BY c.body_id, c.id, c.state, own.place HAVING min(l.place) > own.place
"""


async def tasks(session: AsyncSession) -> Findings:
    """Each case has the one open task of its state, or none where nothing is to be done by hand."""
    return [*await found(session, _TASKS), *await found(session, _OF_OBJECTIONS)]


async def cycles(session: AsyncSession) -> Findings:
    """No cycle lags behind its cases: each has left every stage that all of them have left."""
    return await found(session, _CYCLES)

"""The floor of a gate: one statement of SQL that writes what the bulk door writes, but for the hashes.

It knows beforehand what the door has to find out: that nobody is held, which stage follows and who has the work there.
"""

from datetime import datetime

import asyncpg

from bench.bulk.cases import CYCLE, terms
from bench.bulk.organisation import BODY
from kaohe.workflow.domain.actor import system

_GATE = """
WITH moved AS (
  UPDATE assessment a
     SET state = 'aggregation', summary = 'missed', version = a.version + 1, entry_no = a.entry_no + 1,
         history_count = a.history_count + 1, entered_at = $3, due_at = $4
    FROM assessment b
    LEFT JOIN role_grant g ON g.body_id = b.body_id AND g.person_id = b.person_id AND g.role = 'unit_clerk'
   WHERE a.body_id = $1 AND a.cycle_id = $2 AND a.state = 'self_summary' AND a.round = 1
     AND b.body_id = a.body_id AND b.id = a.id
  RETURNING a.id, a.unit_id, a.person_id, a.history_count,
            CASE WHEN g.id IS NULL THEN 'unit_clerk@' ELSE 'main_leader@' END || a.unit_id AS holder),
 told AS (
  INSERT INTO history (body_id, subject, subject_id, seq, trigger, source, dest, at, actor_name, acted_as, reason, data, hash)
  SELECT $1, 'assessment', id, history_count, 'miss_summary', 'self_summary', 'aggregation', $3, $5, 'system', '', '{}', $6
    FROM moved),
 closed AS (
  UPDATE task t SET state = 'done', closed_at = $3, closed_by = $5 FROM moved m
   WHERE t.body_id = $1 AND t.subject = 'assessment' AND t.subject_id = m.id AND t.state = 'open'),
 opened AS (
  INSERT INTO task (body_id, assignee_key, kind, subject, subject_id, cycle_id, unit_id, person_id, due_at, state, opened_at)
  SELECT $1, holder, 'aggregate', 'assessment', id, $2, unit_id, person_id, $4, 'open', $3 FROM moved),
 sent AS (
  INSERT INTO outbox (body_id, topic, payload, created_at)
  SELECT $1, 'moved', jsonb_build_object(
           'subject', 'assessment', 'id', id, 'cycle_id', $2, 'trigger', 'miss_summary', 'dest', 'aggregation',
           'tasks', jsonb_build_array(jsonb_build_array(holder, 'aggregate')),
           'notify', jsonb_build_array(jsonb_build_array('person@' || person_id, 'summary_missed'))), $3
    FROM moved)
UPDATE deadline SET fired_at = $3, outcome = 'moved' WHERE body_id = $1 AND subject = 'cycle' AND subject_id = $2
"""

#: As long as a real one.
_NO_HASH = bytes(32)


async def end_summaries(connection: asyncpg.Connection, now: datetime) -> None:
    """Move everybody who has not handed in his summary on, in one transaction."""
    due_at = terms("self_summary", now)["aggregation"]
    await connection.execute(_GATE, BODY, CYCLE, now, due_at, system(BODY).name, _NO_HASH)

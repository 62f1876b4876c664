"""Looking for half states: what must agree between a row, its history, tasks, deadlines, outbox and places.

It reads tables alone and knows nothing of the doors, so that it can contradict them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.history_chain import Linked, verify

_SUBJECTS = ("assessment", "cycle", "unit_list", "objection")

_ROWS = " UNION ALL ".join(
    f"SELECT body_id, '{name}' AS subject, id, state, version, history_count, history_head FROM {name}"
    for name in _SUBJECTS
)

#: Each finds the rows that disagree; none are expected.
_DISAGREE = {
    "version and history's count": f"""
        SELECT r.* FROM ({_ROWS}) r LEFT JOIN (SELECT body_id, subject, subject_id, count(*) AS lines, max(seq) AS last
          FROM history GROUP BY 1, 2, 3) h ON h.body_id = r.body_id AND h.subject = r.subject AND h.subject_id = r.id
         WHERE (r.version, r.history_count, r.history_count) IS DISTINCT FROM (h.lines, h.lines, h.last)""",
    "state and history's last line": f"""
        SELECT r.* FROM ({_ROWS}) r LEFT JOIN history h ON h.body_id = r.body_id AND h.subject = r.subject
           AND h.subject_id = r.id AND h.seq = r.history_count
         WHERE (r.state, r.history_head) IS DISTINCT FROM (h.dest, h.hash)""",
    "history's lines leave where the one before came to": """
        SELECT * FROM (SELECT h.*, lag(dest, 1, '') OVER w AS before, row_number() OVER w AS place FROM history h
           WINDOW w AS (PARTITION BY body_id, subject, subject_id ORDER BY seq)) l
         WHERE l.source <> l.before OR l.seq <> l.place""",
    "one message of the outbox for each line of history": """
        SELECT * FROM (SELECT body_id, subject, subject_id, trigger, count(*) AS lines FROM history GROUP BY 1, 2, 3, 4) h
          FULL JOIN (SELECT body_id, payload->>'subject' AS subject, (payload->>'id')::bigint AS subject_id,
             payload->>'trigger' AS trigger, count(*) AS messages FROM outbox WHERE topic = 'moved' GROUP BY 1, 2, 3, 4) o
         USING (body_id, subject, subject_id, trigger) WHERE lines IS DISTINCT FROM messages""",
    "one open task of a case, of its stage, with its due moment": """
        SELECT a.body_id, a.id, a.state, a.due_at, t.kinds, t.dues FROM assessment a LEFT JOIN LATERAL (
           SELECT array_agg(kind) AS kinds, array_agg(due_at) AS dues FROM task t WHERE t.body_id = a.body_id
              AND t.subject = 'assessment' AND t.subject_id = a.id AND t.state = 'open' AND t.kind <> 'audit_claims') t ON true
          JOIN (VALUES ('self_summary', 'write_summary'), ('aggregation', 'aggregate'), ('review', 'review'),
             ('decision', 'decide'), ('feedback', 'deliver_feedback'), ('publicity', NULL), ('appeal', NULL),
             ('archived', NULL), ('excluded', NULL), ('cancelled', NULL)) AS e(state, kind) ON e.state = a.state
         WHERE t.kinds IS DISTINCT FROM CASE WHEN e.kind IS NULL THEN NULL ELSE ARRAY[e.kind] END
            OR (e.kind IS NOT NULL AND t.dues IS DISTINCT FROM ARRAY[a.due_at])""",
    "no deadline of a stage that a case has left": """
        SELECT d.* FROM deadline d JOIN assessment a ON a.body_id = d.body_id AND a.id = d.subject_id
         WHERE d.subject = 'assessment' AND d.fired_at IS NULL AND (d.stage, d.entry_no) <> (a.state, a.entry_no)""",
    "no deadline of a stage that a cycle has left": """
        SELECT d.* FROM deadline d JOIN cycle c ON c.body_id = d.body_id AND c.id = d.subject_id
         WHERE d.subject = 'cycle' AND d.fired_at IS NULL AND d.stage <> c.state""",
    "one end of each term": """
        SELECT body_id, subject, subject_id, stage, step FROM deadline WHERE kind = 'expire' AND fired_at IS NULL
         GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1""",
    "no case that no deadline watches": """
        SELECT a.body_id, a.id, a.state, c.state AS cycle_state FROM assessment a
          JOIN cycle c ON c.body_id = a.body_id AND c.id = a.cycle_id
         WHERE a.state IN ('self_summary', 'aggregation', 'review', 'decision')
           AND array_position(:stages, a.state) <= array_position(:stages, c.state)
           AND NOT EXISTS (SELECT 1 FROM deadline d WHERE d.body_id = a.body_id AND d.kind = 'expire'
             AND d.stage = a.state AND (
               (d.subject = 'assessment' AND d.subject_id = a.id AND d.entry_no = a.entry_no AND d.outcome IS DISTINCT FROM 'void')
            OR (d.subject = 'cycle' AND d.subject_id = c.id AND (d.fired_at IS NULL OR d.fired_at >= a.entered_at)
                AND COALESCE(d.outcome, '') NOT IN ('void', 'superseded'))))""",
    "what fired says how, and nothing failed": """
        SELECT * FROM deadline WHERE (fired_at IS NULL) <> (outcome IS NULL) OR attempts > 0 OR error IS NOT NULL""",
    "who was told by a message of the outbox, once": """
        SELECT * FROM (SELECT o.body_id, l.line->>0 AS assignee_key, l.line->>1 AS kind, o.payload->>'subject' AS subject,
              (o.payload->>'id')::bigint AS subject_id, count(*) AS lines FROM outbox o
             CROSS JOIN LATERAL jsonb_array_elements((o.payload->'tasks') || (o.payload->'notify')) AS l(line)
             WHERE o.done_at IS NOT NULL GROUP BY 1, 2, 3, 4, 5) o
          FULL JOIN (SELECT body_id, assignee_key, kind, subject, subject_id, count(*) AS told FROM notification
             GROUP BY 1, 2, 3, 4, 5) n
         USING (body_id, assignee_key, kind, subject, subject_id) WHERE lines IS DISTINCT FROM told""",
    "no message that failed": "SELECT * FROM outbox WHERE attempts > 0 OR error IS NOT NULL",
    "places used and grades given": """
        SELECT * FROM (SELECT body_id, sum(CASE WHEN kind IN ('final_good', 'addition') THEN quantity
              WHEN kind = 'freed' THEN -quantity ELSE 0 END) AS used FROM quota_entry GROUP BY 1) q
          FULL JOIN (SELECT body_id, count(*) AS good FROM assessment WHERE grade = 'good' GROUP BY 1) g USING (body_id)
         WHERE COALESCE(used, 0) <> COALESCE(good, 0)""",
    "places granted once": """
        SELECT body_id, cycle_id, scope, unit_id FROM quota_entry WHERE kind = 'participants'
         GROUP BY 1, 2, 3, 4 HAVING count(*) > 1""",
    "a summary for each time that one was handed in": """
        SELECT * FROM (SELECT body_id, subject_id AS id, count(*) AS lines FROM history
             WHERE trigger IN ('submit_summary', 'submit_late') GROUP BY 1, 2) h
          FULL JOIN (SELECT body_id, assessment_id AS id, count(*) AS texts FROM self_summary GROUP BY 1, 2) s
         USING (body_id, id) WHERE lines IS DISTINCT FROM texts""",
    "a signature for each time that one was given": """
        SELECT * FROM (SELECT body_id, subject_id AS id, count(*) AS lines FROM history WHERE trigger = 'approve_review'
             GROUP BY 1, 2) h
          FULL JOIN (SELECT body_id, assessment_id AS id, count(*) AS given FROM review_opinion GROUP BY 1, 2) s
         USING (body_id, id) WHERE lines IS DISTINCT FROM given""",
}

_STAGES = ["self_summary", "aggregation", "review", "decision", "publicity", "appeal", "feedback", "archived"]

_LINES = text("""
SELECT body_id, subject, subject_id, seq, trigger, source, dest, at, account_id, person_id, actor_name, acted_as,
       on_behalf_of, reason, data, hash FROM history ORDER BY body_id, subject, subject_id, seq
""")


async def half_states(session: AsyncSession) -> list[str]:
    """Every disagreement in the database, in words; empty where all is whole."""
    found = []
    for name, statement in _DISAGREE.items():
        parameters = {"stages": _STAGES} if ":stages" in statement else {}
        rows = (await session.execute(text(statement), parameters)).mappings().all()
        found += [f"{name}: {dict(row)}" for row in rows]
    return found + await _broken_chains(session)


async def _broken_chains(session: AsyncSession) -> list[str]:
    chains: dict[tuple[Any, ...], list[Linked]] = {}
    for row in (await session.execute(_LINES)).mappings():
        record = {name: value for name, value in row.items() if name != "hash"}
        chains.setdefault((row["body_id"], row["subject"], row["subject_id"]), []).append(Linked(record, row["hash"]))
    return [f"history's chain of {key} breaks at line {at}" for key, at in _verified(chains) if at is not None]


def _verified(chains: dict[tuple[Any, ...], list[Linked]]) -> Sequence[tuple[tuple[Any, ...], int | None]]:
    return [(key, verify(lines)) for key, lines in chains.items()]

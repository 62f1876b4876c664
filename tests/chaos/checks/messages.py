"""No message lost or applied twice: history, outbox and notifications say the same."""

from chaos.checks.found import Findings, found
from sqlalchemy.ext.asyncio import AsyncSession

_MOVES = """
SELECT COALESCE(h.subject, o.subject) AS subject, COALESCE(h.subject_id, o.id) AS id, COALESCE(h.trigger, o.trigger) AS trigger,
       COALESCE(h.dest, o.dest) AS dest, h.lines, o.messages
  FROM (SELECT body_id, subject, subject_id, trigger, dest, count(*) AS lines FROM history GROUP BY 1, 2, 3, 4, 5) h
  FULL JOIN (
    SELECT body_id, payload->>'subject' AS subject, (payload->>'id')::bigint AS id, payload->>'trigger' AS trigger,
           payload->>'dest' AS dest, count(*) AS messages
      FROM outbox WHERE topic = 'moved' GROUP BY 1, 2, 3, 4, 5) o
    ON o.body_id = h.body_id AND o.subject = h.subject AND o.id = h.subject_id AND o.trigger = h.trigger AND o.dest = h.dest
 WHERE h.lines IS DISTINCT FROM o.messages
"""

_UNDONE = """
SELECT id, topic, attempts, error, failed_at FROM outbox WHERE done_at IS NULL OR failed_at IS NOT NULL
"""

_NOTIFICATIONS = """
SELECT COALESCE(o.subject, n.subject) AS subject, COALESCE(o.id, n.subject_id) AS id, COALESCE(o.kind, n.kind) AS kind,
       COALESCE(o.key, n.assignee_key) AS key, o.wanted, n.there
  FROM (
    SELECT o.body_id, o.payload->>'subject' AS subject, (o.payload->>'id')::bigint AS id, line->>0 AS key, line->>1 AS kind,
           count(*) AS wanted
      FROM outbox o CROSS JOIN LATERAL jsonb_array_elements((o.payload->'tasks') || (o.payload->'notify')) AS lines(line)
     GROUP BY 1, 2, 3, 4, 5) o
  FULL JOIN (
    SELECT body_id, subject, subject_id, assignee_key, kind, count(*) AS there FROM notification GROUP BY 1, 2, 3, 4, 5) n
    ON n.body_id = o.body_id AND n.subject = o.subject AND n.subject_id = o.id AND n.assignee_key = o.key AND n.kind = o.kind
 WHERE o.wanted IS DISTINCT FROM n.there
"""

_DELIVERIES = "SELECT id, notification_id, channel, state, error FROM delivery WHERE state <> 'delivered'"

_FAILED = "SELECT id, queue, actor, error FROM failed_message WHERE replayed_at IS NULL"


async def moves(session: AsyncSession) -> Findings:
    """Every line of history has its message, and every message of a move its line."""
    return await found(session, _MOVES)


async def relayed(session: AsyncSession) -> Findings:
    """Every message was relayed: each notification that it lists is there once, and no other."""
    return [*await found(session, _UNDONE), *await found(session, _NOTIFICATIONS)]


async def given_up(session: AsyncSession) -> Findings:
    """No worker's message failed for good, and nothing that should leave the system is still here."""
    return [*await found(session, _FAILED), *await found(session, _DELIVERIES)]

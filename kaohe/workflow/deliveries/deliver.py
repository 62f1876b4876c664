"""Delivering one delivery: an attempt, and what became of it."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe import trace
from kaohe.schema.session import Database
from kaohe.workflow.deliveries.message import Message
from kaohe.workflow.deliveries.senders import Senders
from kaohe.workflow.deliveries.undelivered import Undelivered
from kaohe.workflow.domain.retrying import pause_after

log = structlog.get_logger(__name__)

Watch = Callable[[str, str], None]

#: After so many attempts it has failed for good.
ATTEMPTS = 12

_SHORTEST, _LONGEST = timedelta(seconds=30), timedelta(hours=1)

_CLAIM = text("""
SELECT id, notification_id, channel, target, token, attempts, request_id FROM delivery
 WHERE body_id = :body_id AND id = :id AND state = 'waiting' AND retry_at <= :now FOR UPDATE SKIP LOCKED
""")

# Where it happens and until when, from whatever the notification is about. A reminder about a whole cycle has the
# stage's own term; anything else the term of the receiver's open task.
_MESSAGE = text("""
SELECT n.kind, n.created_at, n.assignee_key, n.subject, n.subject_id, b.key AS body,
       c.title AS cycle, c.period, u.name AS unit,
       COALESCE((SELECT s.due_at FROM stage_term s
                  WHERE n.subject = 'cycle' AND s.body_id = n.body_id AND s.cycle_id = n.subject_id
                    AND n.kind IN ('remind_' || s.stage, 'expire_' || s.stage, 'escalate_' || s.stage)),
                (SELECT min(t.due_at) FROM task t
                  WHERE t.body_id = n.body_id AND t.assignee_key = n.assignee_key AND t.state = 'open'
                    AND t.subject = n.subject AND t.subject_id = n.subject_id)) AS due_at
  FROM notification n
  JOIN body b ON b.id = n.body_id
  LEFT JOIN assessment a ON n.subject = 'assessment' AND a.body_id = n.body_id AND a.id = n.subject_id
  LEFT JOIN unit_list l ON n.subject = 'unit_list' AND l.body_id = n.body_id AND l.id = n.subject_id
  LEFT JOIN objection o ON n.subject = 'objection' AND o.body_id = n.body_id AND o.id = n.subject_id
  LEFT JOIN finding f ON n.subject = 'finding' AND f.body_id = n.body_id AND f.id = n.subject_id
  LEFT JOIN notice k ON n.subject = 'notice' AND k.body_id = n.body_id AND k.id = n.subject_id
  LEFT JOIN result_list r ON n.subject = 'result_list' AND r.body_id = n.body_id AND r.id = n.subject_id
  LEFT JOIN cycle c ON c.body_id = n.body_id
   AND c.id = COALESCE(a.cycle_id, l.cycle_id, o.cycle_id, f.cycle_id, k.cycle_id, r.cycle_id,
                       CASE WHEN n.subject = 'cycle' THEN n.subject_id END)
  LEFT JOIN unit u ON u.body_id = n.body_id AND u.id = COALESCE(a.unit_id, l.unit_id, f.unit_id)
 WHERE n.body_id = :body_id AND n.id = :id
""")

_WRITE = text("""
UPDATE delivery SET state = :state, attempts = :attempts, retry_at = :retry_at, answer = :answer, error = :error,
                    delivered_at = CASE WHEN :state = 'delivered' THEN CAST(:now AS timestamptz) END
 WHERE body_id = :body_id AND id = :id
""")


async def deliver(
    database: Database, now: datetime, body_id: int, delivery_id: int, senders: Senders, watch: Watch | None = None
) -> str:
    """Make one attempt; what became of it: `delivered`, `retried` (waits for the next one), `failed` (for good), or
    `passed` where there was nothing to do: done already, not due yet, or in another worker's hands.

    At least once: the row is locked while the message is sent, and a worker that dies in between leaves it waiting,
    to be sent again with the same token. Never raises for a receiver's failure. `watch` is told channel and result
    of an attempt after its commit.
    """
    async with database.transaction() as session:
        found = await session.execute(_CLAIM, {"body_id": body_id, "id": delivery_id, "now": now})
        row = found.mappings().one_or_none()
        if row is None:
            return "passed"
        message = await _message(session, body_id, row, senders.public_url)
        outcome = await _attempt(senders, row, message, now)
        await session.execute(_WRITE, {**outcome, "now": now, "body_id": body_id, "id": delivery_id})
    result = "retried" if outcome["state"] == "waiting" else str(outcome["state"])
    with trace.bound(row["request_id"]):
        log.info(
            "delivery_attempted",
            delivery=delivery_id,
            channel=row["channel"],
            result=result,
            attempts=outcome["attempts"],
            error=outcome["error"],
        )
    if watch is not None:
        watch(row["channel"], result)
    return result


async def _message(session: AsyncSession, body_id: int, row: Any, url: str | None) -> Message:
    found = await session.execute(_MESSAGE, {"body_id": body_id, "id": row["notification_id"]})
    return Message.of({**found.mappings().one(), "token": row["token"]}, url)


async def _attempt(senders: Senders, row: Any, message: Message, now: datetime) -> dict[str, Any]:
    """Send it; the delivery's columns afterwards."""
    attempts = row["attempts"] + 1
    try:
        answer = await senders.send(row["channel"], row["target"], message, now)
    except Undelivered as failure:
        gone = failure.permanent or attempts >= ATTEMPTS
        return {
            "state": "failed" if gone else "waiting",
            "attempts": attempts,
            "retry_at": None if gone else now + pause(row["token"], attempts),
            "answer": None,
            "error": str(failure),
        }
    return {"state": "delivered", "attempts": attempts, "retry_at": None, "answer": answer, "error": None}


def pause(token: str, attempts: int) -> timedelta:
    """The pause after the `attempts`-th failure: 30 s at least, up to twice as long each time, never above an hour.

    Where between the two it falls comes from the token, so that many that failed together do not come back together.
    """
    longest = pause_after(attempts + 1, _SHORTEST, _LONGEST)
    drawn = int.from_bytes(hashlib.sha256(f"{token}:{attempts}".encode()).digest()[:4]) / 2**32
    return _SHORTEST + (longest - _SHORTEST) * drawn

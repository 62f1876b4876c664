"""Preparing deliveries: a row for each address that a notification goes out to."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.deliveries.channels import Channel
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.lent_notices import WORK_OF_NOTICE
from kaohe.workflow.domain.substitution import LENDABLE

# A key is `person@7`, `office`, `main_leader@12` or `outside_approver@scope`: what stands before the first @ is the
# role, what stands behind it where it is held. One address gets one mail of a notification, whoever shares it.
# The body leads the notifications' key and what was just inserted lies close together: a short stretch of each body's.
# The token is a UUID of version 8: the SHA-256 of what the delivery is, so that one prepared again has the same.
_PREPARE = text("""
WITH told AS MATERIALIZED (
  SELECT n.body_id, n.id, n.kind, n.created_at, b.key AS body, r.request_id, split_part(n.assignee_key, '@', 1) AS role,
         substr(n.assignee_key, strpos(n.assignee_key || '@', '@') + 1) AS held_at
    FROM body b
   CROSS JOIN LATERAL (
      SELECT * FROM notification n
       WHERE n.body_id = b.id AND n.id BETWEEN :lowest AND :highest AND n.id + 0 = ANY(:ids) OFFSET 0) n
    LEFT JOIN unnest(CAST(:told AS bigint[]), CAST(:requests AS text[])) AS r(id, request_id) ON r.id = n.id),
addressed AS (
  SELECT t.body_id, t.id, p.email FROM told t
    JOIN person p ON p.body_id = t.body_id AND p.id = CASE WHEN t.role = 'person' THEN t.held_at::bigint END
   WHERE :mail AND p.active AND p.email <> ''
  UNION ALL
  SELECT t.body_id, t.id, p.email FROM told t
    JOIN role_grant g ON g.body_id = t.body_id AND g.role = t.role
                     AND COALESCE(g.unit_id::text, g.scope, '') = t.held_at
    JOIN person p ON p.body_id = g.body_id AND p.id = g.person_id
   WHERE :mail AND p.active AND p.email <> ''
  UNION ALL
  SELECT t.body_id, t.id, p.email FROM told t
    JOIN role_grant g ON g.body_id = t.body_id AND g.role = t.role
                     AND COALESCE(g.unit_id::text, g.scope, '') = t.held_at
    JOIN person principal ON principal.body_id = g.body_id AND principal.id = g.person_id AND principal.active
    JOIN substitution s ON s.body_id = g.body_id AND s.principal_id = g.person_id AND s.revoked_at IS NULL
                       AND CAST(:today AS date) BETWEEN s.starts AND s.ends
    JOIN unnest(CAST(:notices AS text[]), CAST(:works AS text[])) AS lent(kind, work)
      ON lent.kind = t.kind AND s.kinds @> to_jsonb(lent.work)
    JOIN person p ON p.body_id = s.body_id AND p.id = s.substitute_id
   WHERE :mail AND t.role = ANY(:lendable) AND p.active AND p.email <> ''),
wanted AS (
  SELECT DISTINCT ON (a.body_id, a.id, lower(a.email)) a.body_id, a.id, 'mail' AS channel, a.email AS target
    FROM addressed a
  UNION ALL
  SELECT t.body_id, t.id, w.channel, '' FROM told t CROSS JOIN unnest(CAST(:webhooks AS text[])) AS w(channel)),
named AS (
  SELECT t.body_id, t.id, w.channel, w.target, t.request_id,
         encode(sha256(convert_to(concat_ws(':', t.body, t.id, extract(epoch FROM t.created_at), w.channel, w.target),
                                  'UTF8')), 'hex') AS hash
    FROM wanted w JOIN told t ON t.body_id = w.body_id AND t.id = w.id)
INSERT INTO delivery (body_id, notification_id, channel, target, token, state, request_id, created_at, retry_at)
SELECT body_id, id, channel, target,
       overlay(overlay(left(hash, 32) PLACING '8' FROM 13 FOR 1) PLACING 'a' FROM 17 FOR 1)::uuid::text,
       'waiting', request_id, CAST(:now AS timestamptz), CAST(:now AS timestamptz)
  FROM named ORDER BY id, channel, target
ON CONFLICT DO NOTHING RETURNING id
""")


#: Each kind of notification with each kind of work that it concerns.
_LENT = sorted((kind, str(work)) for kind, works in WORK_OF_NOTICE.items() for work in works)


async def prepare(
    session: AsyncSession,
    notification_ids: Sequence[int],
    channels: Sequence[Channel],
    now: datetime,
    request_ids: Mapping[int, str] | None = None,
) -> int:
    """Put these notifications on their way through the channels, in one statement; how many deliveries are new.

    A webhook gets each notification; mail goes to each address of the active people behind its key, and of who stands in
    for them in the work that it concerns. Called twice it adds nothing. `request_ids` has, by notification, the id of
    the request or job that brought it, where known.
    """
    if not channels or not notification_ids:
        return 0
    known = request_ids or {}
    found = await session.execute(
        _PREPARE,
        {
            "ids": list(notification_ids),
            "lowest": min(notification_ids),
            "highest": max(notification_ids),
            "told": list(known),
            "requests": list(known.values()),
            "mail": any(one.kind == "mail" for one in channels),
            "webhooks": [one.name for one in channels if one.kind == "webhook"],
            "notices": [kind for kind, _ in _LENT],
            "works": [work for _, work in _LENT],
            "lendable": sorted(LENDABLE),
            "today": now.astimezone(BUSINESS_ZONE).date(),
            "now": now,
        },
    )
    return len(found.all())

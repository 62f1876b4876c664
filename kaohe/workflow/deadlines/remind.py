"""Reminders and escalations (提醒、逐级上报): notifications to whoever holds the open tasks, or stands above."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.plans.schedule import stage_rules
from kaohe.workflow.domain.roles import UNIT_ROLES, Role, role_key
from kaohe.workflow.situations import load_situation

_NOTIFY = text("""
INSERT INTO notification (body_id, assignee_key, kind, subject, subject_id, created_at)
SELECT DISTINCT t.body_id, t.assignee_key, :kind, :subject, CAST(:subject_id AS bigint), CAST(:now AS timestamptz)
  FROM task t
 WHERE t.body_id = :body_id AND t.subject = :task_subject AND t.subject_id = ANY(:ids) AND t.state = 'open'
""")

_ESCALATE = text("""
INSERT INTO notification (body_id, assignee_key, kind, subject, subject_id, created_at)
SELECT DISTINCT a.body_id, CASE WHEN :at_unit THEN :role || '@' || a.unit_id ELSE :role END, :kind, :subject,
       CAST(:subject_id AS bigint), CAST(:now AS timestamptz)
  FROM assessment a WHERE a.body_id = :body_id AND a.id = ANY(:ids)
""")


async def remind(session: AsyncSession, row: Mapping[str, Any], ids: Sequence[int], now: datetime) -> str:
    """Tell the holders of the open tasks that time is running out or over; an escalation tells the role above too.

    `ids` are the cases that are still where the deadline found them. A stage that is overdue without a level of its
    own is reported to the office.
    """
    objection = row["subject"] == "objection"
    await session.execute(
        _NOTIFY,
        {
            "kind": f"{row['kind']}_{row['stage']}",
            "subject": row["subject"],
            "subject_id": row["subject_id"],
            "now": now,
            "body_id": row["body_id"],
            "task_subject": "objection" if objection else "assessment",
            "ids": [row["subject_id"]] if objection else list(ids),
        },
    )
    if row["kind"] == "remind":
        return f"reminded {len(ids)}"
    role = await _told(session, row)
    await session.execute(
        _ESCALATE,
        {
            "at_unit": role in UNIT_ROLES,
            "role": role_key(role),
            "kind": f"overdue_{row['stage']}",
            "subject": row["subject"],
            "subject_id": row["subject_id"],
            "now": now,
            "body_id": row["body_id"],
            "ids": list(ids),
        },
    )
    return f"told {role} of {len(ids)}"


async def _told(session: AsyncSession, row: Mapping[str, Any]) -> Role:
    if row["kind"] != "escalate":
        return Role.OFFICE
    situation = await load_situation(session, row["body_id"], row["cycle_id"])
    levels = stage_rules(situation.policy, row["stage"]).escalations
    return levels[row["mark"] - 1].to if row["mark"] <= len(levels) else Role.OFFICE

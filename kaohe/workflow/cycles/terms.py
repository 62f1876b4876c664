"""The dates of a cycle's stages: planned when it opens, moved when a stage is entered late or extended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql, rows_of
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.domain.terms import StageTerms, plan_stages

_TERMS = text("SELECT * FROM stage_term WHERE body_id = :body_id AND cycle_id = :cycle_id")

_REACHED = text("SELECT DISTINCT state FROM assessment WHERE body_id = :body_id AND cycle_id = :cycle_id")

_UPSERT = """ON CONFLICT (body_id, cycle_id, stage) DO UPDATE SET due_at = EXCLUDED.due_at,
    provisional = EXCLUDED.provisional, entered_at = EXCLUDED.entered_at, left_at = EXCLUDED.left_at,
    extended_to = EXCLUDED.extended_to, extension_reason = EXCLUDED.extension_reason"""

_MOVED_ON = """
 s.body_id = :body_id AND s.cycle_id = :cycle_id
   AND a.body_id = s.body_id AND a.cycle_id = s.cycle_id AND a.state = s.stage AND a.round = 1 AND a.feedback_at IS NULL
"""

_SYNC_TASKS = text(f"""
UPDATE task t SET due_at = s.due_at FROM stage_term s, assessment a
 WHERE {_MOVED_ON} AND t.body_id = a.body_id AND t.subject = 'assessment' AND t.subject_id = a.id AND t.state = 'open'
   AND t.due_at < s.due_at
""")

# A notice's own term is on its cases in publicity and appeal: it stays.
_SYNC_CASES = text(f"""
UPDATE assessment a SET due_at = s.due_at FROM stage_term s
 WHERE {_MOVED_ON} AND a.state NOT IN ('publicity', 'appeal') AND a.due_at < s.due_at
""")


def stage_terms(policy: Policy) -> list[StageTerms]:
    """The terms of the stages that the scheme has."""
    return [
        StageTerms(stage=name, fixed=rules.due, minimum=policy.stage_minimum(name))
        for name, rules in policy.stages.in_order()
        if rules.present
    ]


async def replan(
    session: AsyncSession,
    situation: Situation,
    opened_at: datetime,
    *,
    entered: Mapping[str, datetime] | None = None,
    left: Mapping[str, datetime] | None = None,
    extension: tuple[str, datetime, str] | None = None,
) -> dict[str, datetime]:
    """Plan the stages anew with what has happened; the due moment of each. A stage that somebody has reached is never
    due earlier than he was told (§3, late stage: nobody's time is eaten). `extension` is (stage, until, reason)."""
    found = await session.execute(_TERMS, {"body_id": situation.body_id, "cycle_id": situation.cycle_id})
    terms = {row["stage"]: row for row in rows_of(found)}
    held = await session.scalars(_REACHED, {"body_id": situation.body_id, "cycle_id": situation.cycle_id})
    reached = {*held, *(entered or {})}
    entries = {stage: row["entered_at"] for stage, row in terms.items() if row["entered_at"]} | dict(entered or {})
    extensions = {stage: row["extended_to"] for stage, row in terms.items() if row["extended_to"]}
    if extension is not None:
        extensions[extension[0]] = extension[1]
    plan = plan_stages(
        stage_terms(situation.policy), situation.period_end, opened_at, situation.calendar, entries, extensions
    )
    rows: list[dict[str, Any]] = []
    for stage, planned in plan.items():
        before = terms.get(stage, {})
        extended = extension is not None and extension[0] == stage
        rows.append(
            {
                "body_id": situation.body_id,
                "cycle_id": situation.cycle_id,
                "stage": stage,
                "due_at": max(planned.due_at, before["due_at"]) if before and stage in reached else planned.due_at,
                "provisional": planned.provisional,
                "entered_at": entries.get(stage),
                "left_at": (left or {}).get(stage, before.get("left_at")),
                "extended_to": extensions.get(stage),
                "extension_reason": extension[2] if extended and extension else before.get("extension_reason", ""),
            }
        )
    await session.execute(
        text(insert_sql("stage_term", list(rows[0]), "rows", suffix=_UPSERT)), {"rows": document(rows)}
    )
    for statement in (_SYNC_TASKS, _SYNC_CASES):
        await session.execute(statement, {"body_id": situation.body_id, "cycle_id": situation.cycle_id})
    return {row["stage"]: row["due_at"] for row in rows}

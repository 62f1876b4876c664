"""Handing in a self-summary with its bonus claims (S3-20, S3-28); a clerk may do it on behalf, with the scan (代录)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import as_json
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.refusals import not_found
from kaohe.workflow.door import move_one
from kaohe.workflow.evidence.attach import attach
from kaohe.workflow.summaries.carried_goals import carried_goals
from kaohe.workflow.visibility import require_visible


@dataclass(frozen=True)
class ClaimInput:
    """加分申报: a standard of the policy, the matter, the points asked for, and the evidence."""

    standard: str
    matter: str
    points: Decimal
    evidence_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class GoalProgress:
    """目标改进: a goal that the last feedback set, in its words, and what became of it."""

    goal: str
    progress: str


@dataclass(frozen=True)
class SummaryInput:
    """What is handed in. `scan_id` is the evidence of an entry on behalf; `excused` is the clerk's word that a late
    one has good reason, `reason` says which; `version` the version that the caller last read. `self_score` is 0 to 100
    (S0-14); `goals` are the goals carried over, each with what became of it (S0-23)."""

    text: str
    attendance: Mapping[str, Any] = field(default_factory=dict)
    claims: tuple[ClaimInput, ...] = ()
    evidence_ids: tuple[int, ...] = ()
    scan_id: int | None = None
    self_score: Decimal | None = None
    goals: tuple[GoalProgress, ...] = ()
    excused: bool = False
    reason: str = ""
    version: int | None = None


_CASE = text("SELECT person_id, state, summary FROM assessment WHERE body_id = :body_id AND id = :id")

_SUMMARY = text("""
INSERT INTO self_summary (body_id, assessment_id, revision, text, attendance, self_score, goals, submitted_at, person_id,
                          entered_by)
SELECT :body_id, :id, COALESCE(max(revision), 0) + 1, :text, CAST(:attendance AS jsonb), CAST(:self_score AS numeric),
       CAST(:goals AS jsonb), :now, :person_id, CAST(:entered_by AS bigint)
  FROM self_summary WHERE body_id = :body_id AND assessment_id = :id
""")

_WITHDRAW = text("""
UPDATE bonus_claim SET status = 'withdrawn'
 WHERE body_id = :body_id AND assessment_id = :id AND status IN ('filed', 'checked')
""")

_CLAIM = text("""
INSERT INTO bonus_claim (body_id, assessment_id, standard, matter, points, status, remark)
VALUES (:body_id, :id, :standard, :matter, :points, 'filed', '') RETURNING id
""")


async def submit_summary(
    session: AsyncSession, actor: Actor, now: datetime, assessment_id: int, given: SummaryInput
) -> None:
    """Hand in the summary: on time from self_summary, late from aggregation until the unit hands in its list.

    Claims handed in before and not settled yet are withdrawn by those of this summary.
    """
    await require_visible(session, actor, [assessment_id])
    key = {"body_id": actor.body_id, "id": assessment_id}
    case = (await session.execute(_CASE, key)).mappings().one_or_none()
    if case is None:
        raise not_found("assessment")
    late = case["state"] == Stage.AGGREGATION
    by_himself = actor.is_person(case["person_id"])
    command = Command(
        "submit_late" if late else "submit_summary",
        actor,
        now,
        reason=given.reason,
        args={
            "text": given.text,
            "scan": given.scan_id,
            "excused": given.excused,
            "self_score": given.self_score,
            "goals": _progress(given),
            "carried": await carried_goals(session, actor.body_id, assessment_id),
            "claims": [{"standard": one.standard, "matter": one.matter, "points": one.points} for one in given.claims],
        },
        seen_version=given.version,
        on_behalf_of=None if by_himself else case["person_id"],
    )
    await move_one(session, Subject.ASSESSMENT, assessment_id, command)
    await _write(session, actor, now, assessment_id, case["person_id"], given)


def _progress(given: SummaryInput) -> list[dict[str, str]]:
    return [{"goal": one.goal.strip(), "progress": one.progress.strip()} for one in given.goals]


async def _write(
    session: AsyncSession, actor: Actor, now: datetime, assessment_id: int, person_id: int, given: SummaryInput
) -> None:
    key = {"body_id": actor.body_id, "id": assessment_id}
    if given.text.strip():
        await session.execute(
            _SUMMARY,
            {
                **key,
                "text": given.text.strip(),
                "attendance": as_json(given.attendance),
                "self_score": given.self_score,
                "goals": as_json(_progress(given)),
                "now": now,
                "person_id": person_id,
                "entered_by": None if actor.is_person(person_id) else actor.person_id,
            },
        )
    await session.execute(_WITHDRAW, key)
    own = [*given.evidence_ids, *([given.scan_id] if given.scan_id is not None else [])]
    await attach(session, actor, own, assessment_id=assessment_id)
    for claim in given.claims:
        claim_id = await session.scalar(
            _CLAIM, {**key, "standard": claim.standard, "matter": claim.matter.strip(), "points": claim.points}
        )
        await attach(session, actor, claim.evidence_ids, assessment_id=assessment_id, claim_id=claim_id)

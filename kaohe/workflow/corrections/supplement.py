"""A further record beside an archived case: 补定等次 (N-11), a statutory review (N-14), a clerical error (§4)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move_one
from kaohe.workflow.visibility import require_visible


class SupplementKind(StrEnum):
    """Why a record is added."""

    MADE_UP_LATER = "made_up_later"
    STATUTORY_REVIEW = "statutory_review"
    CLERICAL_ERROR = "clerical_error"


_INSERT = text("""
INSERT INTO supplement_record (body_id, assessment_id, kind, outcome, grade, reason, account_id, made_at)
VALUES (:body_id, :assessment_id, :kind, :outcome, :grade, :reason, :account_id, :now) RETURNING id
""")


async def supplement(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    assessment_id: int,
    kind: SupplementKind,
    outcome: str,
    grade: str | None,
    reason: str,
) -> int:
    """Add a record; its id. The sealed one stays as it is: the newest record says what holds now."""
    await require_visible(session, actor, [assessment_id])
    args = {"kind": str(kind), "outcome": outcome, "grade": grade}
    await move_one(
        session, Subject.ASSESSMENT, assessment_id, Command("supplement", actor, now, reason=reason, args=args)
    )
    record_id = await session.scalar(
        _INSERT,
        {
            "body_id": actor.body_id,
            "assessment_id": assessment_id,
            **args,
            "reason": reason.strip(),
            "account_id": actor.account_id,
            "now": now,
        },
    )
    return int(record_id or 0)

"""Appraising people (领导鉴定, S0-16..18), one or a whole section at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.refusals import Refused
from kaohe.workflow.door import Moved, move
from kaohe.workflow.visibility import require_visible


@dataclass(frozen=True)
class AppraisalInput:
    """One appraisal: a score of 0 to 100 with three decimals at most, and why; `version` is the one last read."""

    assessment_id: int
    score: Decimal
    comment: str
    version: int | None = None


async def appraise(session: AsyncSession, actor: Actor, now: datetime, appraisals: Sequence[AppraisalInput]) -> Moved:
    """Sign the appraisal of each case, all or none. There is one in a round; until the case is aggregated a further
    one replaces it, and the history keeps both."""
    ids = [one.assessment_id for one in appraisals]
    await require_visible(session, actor, ids)
    twice = [index for index, one in enumerate(ids) if one in ids[:index]]
    if twice:
        raise Refused(bad(f"appraisals[{index}]", "同一人重复列出", "the same person twice") for index in twice)
    return await move(
        session,
        Subject.ASSESSMENT,
        ids,
        Command("appraise", actor, now),
        args={one.assessment_id: {"score": one.score, "comment": one.comment} for one in appraisals},
        seen={one.assessment_id: one.version for one in appraisals if one.version is not None},
    )

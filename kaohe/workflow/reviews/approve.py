"""Signing a step of the review chain (S3-30, S3-31), for one person or many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.refusals import Refused
from kaohe.workflow.door import Moved, move
from kaohe.workflow.list_upkeep import reconcile
from kaohe.workflow.visibility import require_visible, scope_of


@dataclass(frozen=True)
class ReviewInput:
    """One signature: the grade suggested (none: the one that stands) and a comment."""

    assessment_id: int
    grade: str | None = None
    comment: str = ""
    version: int | None = None


async def approve_reviews(session: AsyncSession, actor: Actor, now: datetime, reviews: Sequence[ReviewInput]) -> Moved:
    """Sign the present step of each case, all or none."""
    ids = [review.assessment_id for review in reviews]
    twice = [index for index, one in enumerate(ids) if one in ids[:index]]
    if twice:
        await require_visible(session, actor, ids)
        raise Refused(bad(f"reviews[{index}]", "同一人重复列出", "the same person twice") for index in twice)
    moved = await move(
        session,
        Subject.ASSESSMENT,
        ids,
        Command("approve_review", actor, now),
        args={one.assessment_id: {"grade": one.grade, "comment": one.comment} for one in reviews},
        seen={one.assessment_id: one.version for one in reviews if one.version is not None},
        scope=scope_of(actor),
    )
    await reconcile(session, actor.body_id, now, ids, situations=moved.situations)
    return moved

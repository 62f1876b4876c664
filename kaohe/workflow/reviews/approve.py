"""Signing a step of the review chain (S3-30, S3-31), for one person or many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import ListState, Subject
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.refusals import Refused
from kaohe.workflow.domain.snapshots import AssessmentSnapshot
from kaohe.workflow.door import Moved, Pull, move, move_together
from kaohe.workflow.list_upkeep import reconcile
from kaohe.workflow.visibility import require_visible, scope_of


@dataclass(frozen=True)
class ReviewInput:
    """One signature: the grade suggested (none: the one that stands) and a comment."""

    assessment_id: int
    grade: str | None = None
    comment: str = ""
    version: int | None = None


@dataclass(frozen=True)
class Signer:
    """Who signs what, and the id of his request."""

    actor: Actor
    reviews: Sequence[ReviewInput]
    request: str | None = None


async def approve_reviews(session: AsyncSession, actor: Actor, now: datetime, reviews: Sequence[ReviewInput]) -> Moved:
    """Sign the present step of each case, all or none."""
    pull = _pull(Signer(actor, reviews), now)
    twice = [index for index, one in enumerate(pull.ids) if one in pull.ids[:index]]
    if twice:
        await require_visible(session, actor, pull.ids)
        raise Refused(bad(f"reviews[{index}]", "同一人重复列出", "the same person twice") for index in twice)
    moved = await move(
        session,
        Subject.ASSESSMENT,
        pull.ids,
        pull.command,
        args=pull.args,
        seen=pull.seen,
        scope=scope_of(actor),
    )
    await reconcile(session, actor.body_id, now, pull.ids, situations=moved.situations)
    return moved


async def approve_together(
    session: AsyncSession, body_id: int, now: datetime, signers: Sequence[Signer]
) -> frozenset[int]:
    """The same for several people of a body who sign at the same moment: the places of those whose signing is done. The others
    have to sign alone. Only who has the review on his desk may sign, and that one sees it."""
    pulls = [_pull(one, now) for one in signers]
    moved = await move_together(session, Subject.ASSESSMENT, body_id, pulls, _voids_nothing)
    if moved.ids:
        await reconcile(session, body_id, now, moved.ids, situations=moved.situations)
    return moved.done


def _voids_nothing(case: AssessmentSnapshot) -> bool:
    """Signatures on a list that become void are of the request that voids them, which is one person's."""
    return case.list_state in (None, ListState.OPEN)


def _pull(signer: Signer, now: datetime) -> Pull:
    reviews = signer.reviews
    return Pull(
        ids=[review.assessment_id for review in reviews],
        command=Command("approve_review", signer.actor, now),
        args={one.assessment_id: {"grade": one.grade, "comment": one.comment} for one in reviews},
        seen={one.assessment_id: one.version for one in reviews if one.version is not None},
        request=signer.request,
    )

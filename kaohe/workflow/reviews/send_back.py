"""Sending cases back: a reviewer for rework, the office or the committee to a named step."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move
from kaohe.workflow.list_upkeep import reconcile
from kaohe.workflow.situations import load_situations
from kaohe.workflow.visibility import require_visible

_VOID = text("""
UPDATE review_opinion o SET void = true FROM assessment a
 WHERE a.body_id = :body_id AND a.id = ANY(:ids) AND o.body_id = a.body_id AND o.assessment_id = a.id
   AND o.round = a.round AND o.step = ANY(:steps) AND NOT o.void
""")

_CYCLES = text("SELECT DISTINCT cycle_id FROM assessment WHERE body_id = :body_id AND id = ANY(:ids)")


async def return_for_rework(
    session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], to: str, reason: str
) -> None:
    """Back to `aggregation` or `self_summary`; every signature of this round is void."""
    await require_visible(session, actor, ids)
    command = Command("return_for_rework", actor, now, reason=reason, args={"to": to})
    await move(session, Subject.ASSESSMENT, ids, command)
    await void_signatures(session, actor.body_id, ids)
    await reconcile(session, actor.body_id, now, ids)


async def return_to_review(
    session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], step: str, reason: str
) -> None:
    """From decision back to the step `step` of the chain; the signatures from there on are void."""
    await require_visible(session, actor, ids)
    command = Command("return_to_review", actor, now, reason=reason, args={"step": step})
    await move(session, Subject.ASSESSMENT, ids, command)
    await void_signatures(session, actor.body_id, ids, step)
    await reconcile(session, actor.body_id, now, ids)


async def void_signatures(session: AsyncSession, body_id: int, ids: Sequence[int], step: str | None = None) -> None:
    """Void the signatures of the cases' present round from `step` on, or all of them."""
    cycles = (await session.execute(_CYCLES, {"body_id": body_id, "ids": list(ids)})).scalars()
    for situation in (await load_situations(session, body_id, cycles)).values():
        steps = [one.key for one in situation.policy.review.chain]
        voided = steps[steps.index(step) if step else 0 :]
        await session.execute(_VOID, {"body_id": body_id, "ids": list(ids), "steps": voided})

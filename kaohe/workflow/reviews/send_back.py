"""Sending cases back: a reviewer for rework, the office or the committee to a named step."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.door import move
from kaohe.workflow.list_upkeep import reconcile
from kaohe.workflow.situations import load_situations
from kaohe.workflow.visibility import scope_of

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
    command = Command("return_for_rework", actor, now, reason=reason, args={"to": to})
    moved = await move(session, Subject.ASSESSMENT, ids, command, scope=scope_of(actor))
    await void_signatures(session, actor.body_id, ids, situations=moved.situations)
    await reconcile(session, actor.body_id, now, ids, situations=moved.situations)


async def return_to_review(
    session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], step: str, reason: str
) -> None:
    """From decision back to the step `step` of the chain; the signatures from there on are void."""
    command = Command("return_to_review", actor, now, reason=reason, args={"step": step})
    moved = await move(session, Subject.ASSESSMENT, ids, command, scope=scope_of(actor))
    await void_signatures(session, actor.body_id, ids, step, moved.situations)
    await reconcile(session, actor.body_id, now, ids, situations=moved.situations)


async def void_signatures(
    session: AsyncSession,
    body_id: int,
    ids: Sequence[int],
    step: str | None = None,
    situations: Mapping[int, Situation] | None = None,
) -> None:
    """Void the signatures of the cases' present round from `step` on, or all of them. `situations` are those of their
    cycles, where the caller knows them."""
    if situations is None:
        cycles = await session.scalars(_CYCLES, {"body_id": body_id, "ids": list(ids)})
        situations = await load_situations(session, body_id, cycles)
    for situation in situations.values():
        steps = [one.key for one in situation.policy.review.chain]
        voided = steps[steps.index(step) if step else 0 :]
        await session.execute(_VOID, {"body_id": body_id, "ids": list(ids), "steps": voided})

"""Filing 情况表 and 申报表: N freezes and the places are granted (S3-33)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move
from kaohe.workflow.quota.places import Offer, places_now
from kaohe.workflow.situations import load_situation


async def freeze_quota(session: AsyncSession, actor: Actor, now: datetime, cycle_id: int) -> Offer:
    """Freeze the number of participants of every unit and of the body, and grant their places."""
    await require_cycle(session, actor, cycle_id, lock=True)
    offer = await places_now(session, await load_situation(session, actor.body_id, cycle_id))
    grants = [
        {
            "scope": str(grant.scope),
            "unit_id": grant.unit_id,
            "participants": grant.participants,
            "places": grant.places,
        }
        for grant in sorted(offer.grants.values(), key=lambda one: (one.scope, one.unit_id or 0))
    ]
    await move(session, Subject.CYCLE, [cycle_id], Command("freeze_quota", actor, now, args={"grants": grants}))
    return offer

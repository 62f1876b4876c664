"""Making the unused cards of a batch void (作废评议卡片). Those that were used go on counting."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import CardBatch
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, not_found
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import NOTE
from kaohe.workflow.permits import require_clerk
from kaohe.workflow.queries.cards import batches_by_id


async def cancel_cards(session: AsyncSession, actor: Actor, now: datetime, batch_id: int, reason: str) -> None:
    """Make what is unused of a batch void: lost, misprinted, or given to the wrong hands. By who may issue cards there."""
    if batch_id not in await batches_by_id(session, actor, [batch_id]):
        raise not_found("card_batch", "batchId")
    batch = await find(session, CardBatch, actor, batch_id, "batchId", lock=True)
    require_clerk(actor, batch.unit_id, "作废评议卡片", "make cards void", WorkKind.AGGREGATION)
    form = Form()
    reason = form.text("reason", "理由", "the reason", reason, NOTE)
    if batch.cancelled_at is not None:
        form.refuse(Code.BATCH_CANCELLED, "batchId")
    form.check()
    batch.cancelled_by, batch.cancelled_at, batch.cancelled_reason = actor.person_id, now, reason
    await session.flush()

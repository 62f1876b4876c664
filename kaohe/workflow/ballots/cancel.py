"""A cancelled cycle's boxes are cancelled with it: nothing of what was cast is kept."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.ballots.envelopes import drop_envelopes
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move

_OPEN = text("""
SELECT id FROM ballot_box WHERE body_id = :body_id AND cycle_id = :cycle_id AND state NOT IN ('counted', 'cancelled')
""")


async def cancel_boxes(session: AsyncSession, body_id: int, now: datetime, cycle_id: int, reason: str) -> None:
    """Cancel the boxes that are not counted, and drop their envelopes. Workers destroy the keys."""
    ids = list(await session.scalars(_OPEN, {"body_id": body_id, "cycle_id": cycle_id}))
    await move(session, Subject.BALLOT_BOX, ids, Command("cancel_box", system(body_id), now, reason=reason))
    await drop_envelopes(session, body_id, ids)

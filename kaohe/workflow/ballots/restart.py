"""Having a box cast again (票箱作废重投): where its key is lost, or what was cast can't be trusted."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.ballots.envelopes import drop_envelopes
from kaohe.workflow.ballots.raters import lock_box, rating
from kaohe.workflow.ballots.visible import require_box
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import forget_ballots, move_one

# Only those from outside stay, as rows that are new and written by person: who had cast, and in which order, is gone.
_CLEAR = text("""
WITH gone AS MATERIALIZED (DELETE FROM ballot_rater WHERE body_id = :body_id AND box_id = :id RETURNING *)
INSERT INTO ballot_rater (body_id, box_id, person_id, rater_group, reason, has_cast)
SELECT body_id, box_id, person_id, rater_group, reason, false FROM gone WHERE rater_group = 'external' ORDER BY person_id
""")


async def restart_box(session: AsyncSession, actor: Actor, now: datetime, box_id: int, reason: str) -> None:
    """Void an open or closed box: nothing of its ballots is kept, workers destroy its key and open it anew with another.
    Everybody who rated in it is told. Refused with every violated rule."""
    await require_box(session, actor, box_id)
    await lock_box(session, actor.body_id, box_id)  # nobody adds a rater, or casts, meanwhile
    args = {"raters": await rating(session, actor.body_id, box_id)}
    await move_one(session, Subject.BALLOT_BOX, box_id, Command("restart_box", actor, now, reason=reason, args=args))
    await drop_envelopes(session, actor.body_id, [box_id])
    await session.execute(_CLEAR, {"body_id": actor.body_id, "id": box_id})
    await forget_ballots(session, actor.body_id, box_id)

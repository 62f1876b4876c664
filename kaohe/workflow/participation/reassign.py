"""A mover: his case goes to another unit's list (S3-11..14; later moves are reassigned by the office)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.ballots.draft import draft_boxes
from kaohe.workflow.domain.actor import Actor, system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.refusals import not_found
from kaohe.workflow.door import Newcomer, begin, move
from kaohe.workflow.indicators import forget_points
from kaohe.workflow.list_upkeep import reconcile
from kaohe.workflow.situations import load_situation
from kaohe.workflow.visibility import require_visible

_LISTS = text("""
SELECT c.cycle_id, l.id AS list_id,
       (SELECT array_agg(o.id) FROM unit_list o WHERE o.body_id = :body_id AND o.cycle_id = c.cycle_id
          AND o.unit_id IN (SELECT a.unit_id FROM assessment a WHERE a.body_id = :body_id AND a.id = ANY(:ids))) AS left_lists
  FROM (SELECT DISTINCT cycle_id FROM assessment WHERE body_id = :body_id AND id = ANY(:ids)) c
  LEFT JOIN unit_list l ON l.body_id = :body_id AND l.cycle_id = c.cycle_id AND l.unit_id = :unit_id
""")


async def reassign(
    session: AsyncSession, actor: Actor, now: datetime, ids: Sequence[int], unit_id: int, reason: str
) -> None:
    """Let `unit_id` assess these people from now on. Both units' lists are looked at again."""
    await require_visible(session, actor, ids)
    key = {"body_id": actor.body_id, "unit_id": unit_id}
    known = await session.scalar(text("SELECT 1 FROM unit WHERE body_id = :body_id AND id = :unit_id"), key)
    if known is None:
        raise not_found("unit", "unitId")
    lists = (await session.execute(_LISTS, {**key, "ids": list(ids)})).mappings().all()
    command = Command("reassign", actor, now, reason=reason, args={"unit_id": unit_id})
    await move(session, Subject.ASSESSMENT, ids, command)
    await forget_points(session, actor.body_id, ids)
    for one in lists:
        if one["list_id"] is None:
            situation = await load_situation(session, actor.body_id, one["cycle_id"])
            newcomer = Newcomer({"cycle_id": one["cycle_id"], "unit_id": unit_id})
            begun = Command("create", system(actor.body_id), now)
            await begin(session, Subject.UNIT_LIST, [newcomer], begun, situation)
            await draft_boxes(session, situation, {unit_id: len(ids)}, begun)

    left = [list_id for one in lists for list_id in one["left_lists"] or ()]
    await reconcile(session, actor.body_id, now, ids, left)

"""Signing a unit's result list, consenting to it, handing it in, returning it."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.desk import lent_units, on_desk, stands_in
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.refusals import not_found
from kaohe.workflow.domain.roles import UNIT_ROLES, Role
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.door import move_one
from kaohe.workflow.quota.places import places_now
from kaohe.workflow.reviews.approve import ReviewInput, approve_reviews
from kaohe.workflow.situations import load_situation
from kaohe.workflow.visibility import sees_body

_LIST = """
SELECT l.cycle_id, l.unit_id,
       EXISTS (SELECT 1 FROM task t WHERE t.body_id = l.body_id AND t.subject = 'unit_list' AND t.subject_id = l.id
                 AND t.state = 'open' AND {desk}) AS on_desk
  FROM unit_list l WHERE l.body_id = :body_id AND l.id = :id
"""

_AT_CONSENT = text("""
SELECT id FROM assessment a
 WHERE body_id = :body_id AND cycle_id = :cycle_id AND unit_id = :unit_id AND state = :state AND round = 1
   AND review_step = ANY(:steps) AND EXISTS (
     SELECT 1 FROM task t WHERE t.body_id = a.body_id AND t.subject = 'assessment' AND t.subject_id = a.id
        AND t.state = 'open' AND t.assignee_key = ANY(:keys))
 ORDER BY id
""")


async def sign_list(session: AsyncSession, actor: Actor, now: datetime, list_id: int) -> None:
    """The main leader signs the list over its content; everyone on it is through his review."""
    cycle_id, unit_id = await _require_list(session, actor, list_id)
    args = await _offer(session, actor, cycle_id, unit_id)
    await move_one(session, Subject.UNIT_LIST, list_id, Command("sign", actor, now, args=args))


async def consent_list(session: AsyncSession, actor: Actor, now: datetime, list_id: int) -> None:
    """The leader in charge consents to the list, and so to everyone on it who still waits for his consent.

    Whoever waits for somebody one step up (the leader in charge's relative, say) is named in the refusal."""
    cycle_id, unit_id = await _require_list(session, actor, list_id)
    situation = await load_situation(session, actor.body_id, cycle_id)
    steps = [index for index, step in enumerate(situation.policy.review.chain) if step.role == Role.LEADER_IN_CHARGE]
    found = await session.execute(
        _AT_CONSENT,
        {
            "body_id": actor.body_id,
            "cycle_id": cycle_id,
            "unit_id": unit_id,
            "state": Stage.REVIEW,
            "steps": steps,
            "keys": sorted(actor.keys_for(WorkKind.REVIEW)),
        },
    )
    waiting = [ReviewInput(one) for one in found.scalars()]
    if waiting:
        await approve_reviews(session, actor, now, waiting)
    args = await _offer(session, actor, cycle_id, unit_id)
    await move_one(session, Subject.UNIT_LIST, list_id, Command("consent", actor, now, args=args))


async def hand_in_list(session: AsyncSession, actor: Actor, now: datetime, list_id: int) -> None:
    """The clerk hands the list in to the office."""
    cycle_id, unit_id = await _require_list(session, actor, list_id)
    args = await _offer(session, actor, cycle_id, unit_id)
    await move_one(session, Subject.UNIT_LIST, list_id, Command("hand_in", actor, now, args=args))


async def return_list(session: AsyncSession, actor: Actor, now: datetime, list_id: int, reason: str) -> None:
    """Back to the unit, with a reason; its signatures are void."""
    await _require_list(session, actor, list_id)
    await move_one(session, Subject.UNIT_LIST, list_id, Command("return", actor, now, reason=reason))


async def _offer(session: AsyncSession, actor: Actor, cycle_id: int, unit_id: int) -> dict[str, int | None]:
    """The unit's places, granted or as they stand: a list never names more people than those."""
    offer = await places_now(session, await load_situation(session, actor.body_id, cycle_id))
    return {"places": offer.of_unit(unit_id)}


async def _require_list(session: AsyncSession, actor: Actor, list_id: int) -> tuple[int, int]:
    """The list's cycle and unit; a list of a unit that is not the actor's does not exist for him."""
    desk, parameters = on_desk(actor)
    found = await session.execute(
        text(_LIST.format(desk=desk)), {"body_id": actor.body_id, "id": list_id, **parameters}
    )
    row = found.mappings().one_or_none()
    sees = sees_body(actor) or stands_in(actor, Role.OFFICE, WorkKind.UNIT_LIST)
    units = {*actor.units_of(*UNIT_ROLES), *lent_units(actor, WorkKind.UNIT_LIST)}
    if row is None or not (sees or row["on_desk"] or row["unit_id"] in units):
        raise not_found("unit list")
    return row["cycle_id"], row["unit_id"]

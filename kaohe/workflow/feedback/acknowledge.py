"""Signing for the result (签收), with an opinion; a refusal to sign before a witness; the deadline after delivery."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor, system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.door import Moved, move
from kaohe.workflow.visibility import require_visible

_SIGN = text("""
UPDATE feedback SET acknowledgement = :kind, opinion = :opinion, witness = :witness, acknowledged_at = :now
 WHERE body_id = :body_id AND assessment_id = ANY(:ids)
""")

_PERSON = text("SELECT person_id FROM assessment WHERE body_id = :body_id AND id = :id")


async def acknowledge_result(
    session: AsyncSession, actor: Actor, now: datetime, assessment_id: int, opinion: str = ""
) -> None:
    """The person signs that he has been told, and may say what he thinks of it."""
    await require_visible(session, actor, [assessment_id])
    person = await session.scalar(_PERSON, {"body_id": actor.body_id, "id": assessment_id})
    if not actor.is_person(person):
        raise refuse(Code.NOT_ALLOWED, action="本人签收", action_en="acknowledge", who="本人", who_en="the person")
    command = Command("acknowledge", actor, now, args={"acknowledgement": "signed", "opinion": opinion})
    await move(session, Subject.ASSESSMENT, [assessment_id], command)
    await _sign(session, actor.body_id, [assessment_id], now, "signed", opinion=opinion.strip())


async def record_refusal_to_sign(
    session: AsyncSession, actor: Actor, now: datetime, assessment_id: int, witness: str, opinion: str = ""
) -> None:
    """Whoever delivered it, or the office, records that the person would not sign, before a witness."""
    await require_visible(session, actor, [assessment_id])
    person = await session.scalar(_PERSON, {"body_id": actor.body_id, "id": assessment_id})
    if actor.is_person(person):
        raise refuse(Code.OWN_CASE)
    command = Command("acknowledge", actor, now, args={"acknowledgement": "refused", "witness": witness})
    await move(session, Subject.ASSESSMENT, [assessment_id], command)
    await _sign(
        session, actor.body_id, [assessment_id], now, "refused", opinion=opinion.strip(), witness=witness.strip()
    )


async def deem_acknowledged(session: AsyncSession, body_id: int, now: datetime, ids: Sequence[int]) -> Moved:
    """The term after delivery is over: the result counts as received."""
    command = Command("acknowledge", system(body_id), now, args={"acknowledgement": "deemed"})
    moved = await move(session, Subject.ASSESSMENT, ids, command, partial=True)
    await _sign(session, body_id, list(moved.states), now, "deemed")
    return moved


async def _sign(
    session: AsyncSession,
    body_id: int,
    ids: Sequence[int],
    now: datetime,
    kind: str,
    *,
    opinion: str = "",
    witness: str = "",
) -> None:
    parameters = {"body_id": body_id, "ids": list(ids), "now": now, "kind": kind}
    await session.execute(_SIGN, {**parameters, "opinion": opinion, "witness": witness})

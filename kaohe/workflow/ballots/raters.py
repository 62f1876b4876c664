"""External raters of a small unit (外部评分人, S1-26): proposed by the unit, approved by the one above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.ballots.visible import require_box
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move_one

# Of the unit are those who belong to it and those whom it assesses in this cycle.
_KNOWN = text("""
SELECT p.id, p.unit_id = :unit_id OR EXISTS (
         SELECT 1 FROM assessment a WHERE a.body_id = p.body_id AND a.person_id = p.id AND a.cycle_id = :cycle_id
            AND a.unit_id = :unit_id AND a.state NOT IN ('excluded', 'cancelled')) AS member
  FROM person p WHERE p.body_id = :body_id AND p.id = ANY(:ids) AND p.active
""")

_LOCK = text("SELECT 1 FROM ballot_box WHERE body_id = :body_id AND id = :id FOR UPDATE")

_RATING = text("SELECT person_id FROM ballot_rater WHERE body_id = :body_id AND box_id = :id")

_FORGET = text("""
DELETE FROM ballot_rater WHERE body_id = :body_id AND box_id = :id
   AND EXISTS (SELECT 1 FROM ballot_box b WHERE b.body_id = :body_id AND b.id = :id AND b.state = 'drafted')
""")


@dataclass(frozen=True)
class Proposed:
    """One person proposed, and why: management, contact or service links (管理、联系、服务)."""

    person_id: int
    reason: str


async def propose_raters(
    session: AsyncSession, actor: Actor, now: datetime, box_id: int, people: Sequence[Proposed]
) -> None:
    """Propose external raters, in place of those that were returned. Refused with every violated rule."""
    box = await require_box(session, actor, box_id)
    args = await outsiders(session, actor, box, people)
    await lock_box(session, actor.body_id, box_id)  # an approval or another proposal may be under way
    await session.execute(_FORGET, {"body_id": actor.body_id, "id": box_id})
    await move_one(session, Subject.BALLOT_BOX, box_id, Command("propose_raters", actor, now, args=args))


async def approve_raters(session: AsyncSession, actor: Actor, now: datetime, box_id: int) -> None:
    """Approve the proposed raters: by the unit above, never by whoever proposed them."""
    await require_box(session, actor, box_id)
    await move_one(session, Subject.BALLOT_BOX, box_id, Command("approve_raters", actor, now))


async def return_raters(session: AsyncSession, actor: Actor, now: datetime, box_id: int, reason: str) -> None:
    """Back to the unit, with a reason; what it proposed stays to be seen until it proposes again."""
    await require_box(session, actor, box_id)
    await move_one(session, Subject.BALLOT_BOX, box_id, Command("return_raters", actor, now, reason=reason))


async def outsiders(
    session: AsyncSession, actor: Actor, box: dict[str, Any], people: Sequence[Proposed]
) -> dict[str, Any]:
    """What the guards need to know of people named as external raters."""
    ids = [one.person_id for one in people]
    where = {"body_id": actor.body_id, "unit_id": box["unit_id"], "cycle_id": box["cycle_id"], "ids": ids}
    known = {row.id: row.member for row in await session.execute(_KNOWN, where)}
    return {
        "people": [(one.person_id, one.reason) for one in people],
        "unknown": set(ids) - known.keys(),
        "members": {person for person, member in known.items() if member},
        "rating": set[int](),
    }


async def lock_box(session: AsyncSession, body_id: int, box_id: int) -> None:
    """Lock a box, as whoever changes its raters does first: the box before its raters (docs/races.md)."""
    await session.execute(_LOCK, {"body_id": body_id, "id": box_id})


async def rating(session: AsyncSession, body_id: int, box_id: int) -> set[int]:
    """Everybody who rates in a box."""
    return set(await session.scalars(_RATING, {"body_id": body_id, "id": box_id}))

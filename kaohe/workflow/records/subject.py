"""Whose records they are: the person's row is locked, so that entering and redacting take turns."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import not_found
from kaohe.workflow.domain.roles import CLERKS

_SQL = text("SELECT id, unit_id FROM person WHERE body_id = :body_id AND id = :id FOR NO KEY UPDATE")


@dataclass(frozen=True, slots=True)
class RecordSubject:
    """A person of the actor's body, and his unit."""

    person_id: int
    unit_id: int

    def is_served_by(self, actor: Actor) -> bool:
        """Whether the actor does the clerical work of the person's unit."""
        return self.unit_id in actor.units_of(*CLERKS)


async def lock_subject(session: AsyncSession, actor: Actor, person_id: int) -> RecordSubject:
    """The person, locked until the transaction ends; Refused with NOT_FOUND where the body has no such person."""
    row = (await session.execute(_SQL, {"body_id": actor.body_id, "id": person_id})).one_or_none()
    if row is None:
        raise not_found("person", "personId")
    return RecordSubject(row.id, row.unit_id)

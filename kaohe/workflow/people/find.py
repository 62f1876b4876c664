"""A row of the actor's own body: a foreign body's does not exist for him."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.base import Base, Owned
from kaohe.schema.models import Body
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import not_found

Row = TypeVar("Row", bound=Base)


async def find(
    session: AsyncSession, model: type[Row], actor: Actor, row_id: int, field: str, *, lock: bool = False
) -> Row:
    """The row of `model` with that id; Refused with NOT_FOUND, naming `field`, where the body has none."""
    assert issubclass(model, Owned)
    key = {"body_id": actor.body_id, "id": row_id}
    row = await session.get(model, key, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise not_found(model.__tablename__, field)
    return row


async def lock_organisation(session: AsyncSession, body_id: int) -> None:
    """Let changes to a body's unit tree, roles and imports take turns, until the transaction ends."""
    await session.execute(select(Body.id).where(Body.id == body_id).with_for_update())

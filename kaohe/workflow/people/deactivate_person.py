"""A person leaves the body, or comes back (人员离职、复职)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Person
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.door import reroute
from kaohe.workflow.people.find import find
from kaohe.workflow.permits import require


async def deactivate_person(session: AsyncSession, actor: Actor, now: datetime, person_id: int) -> None:
    """He is in no new cycle, can't sign in, and his roles stand vacant. A case that is open the office excludes."""
    require(actor, "办理人员离职", "let a person leave", Who.OFFICE, Who.ADMINISTRATOR)
    (await find(session, Person, actor, person_id, "personId", lock=True)).active = False
    await session.flush()
    await reroute(session, actor.body_id, now)


async def reactivate_person(session: AsyncSession, actor: Actor, now: datetime, person_id: int) -> None:
    """He is back, with the roles and the account that he had."""
    require(actor, "办理人员复职", "let a person come back", Who.OFFICE, Who.ADMINISTRATOR)
    (await find(session, Person, actor, person_id, "personId", lock=True)).active = True
    await session.flush()
    await reroute(session, actor.body_id, now)

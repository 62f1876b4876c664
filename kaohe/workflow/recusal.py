"""Nobody records what counts for himself or a declared relative (回避, §3): merits, leave, the reserve pool."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Relative
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, Refusal


async def relatives_of(session: AsyncSession, actor: Actor) -> frozenset[int]:
    """The people whom the actor is related to, as declared."""
    either = or_(Relative.person_id == actor.person_id, Relative.relative_id == actor.person_id)
    found = await session.execute(
        select(Relative.person_id, Relative.relative_id).where(Relative.body_id == actor.body_id, either)
    )
    return frozenset(one for pair in found for one in pair) - {actor.person_id or 0}


def kept_away(actor: Actor, relatives: frozenset[int], person_id: int, field: str) -> list[Refusal]:
    """Why the actor keeps away from what is recorded of this person, if he does."""
    if actor.is_person(person_id):
        return [Refusal(Code.OWN_CASE, field)]
    return [Refusal(Code.RELATIVE, field)] if person_id in relatives else []

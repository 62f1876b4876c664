"""Declaring relatives (申报亲属), who keep away from each other's cases (回避)."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Person, Relative
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.door import reroute
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import RELATION
from kaohe.workflow.people.store import store
from kaohe.workflow.permits import require


async def declare_relative(
    session: AsyncSession, actor: Actor, now: datetime, person_id: int, relative_id: int, relation: str = ""
) -> int:
    """Record that two people of the body are related; the record's id. By either of them, or the office."""
    if not (actor.is_person(person_id) or actor.is_person(relative_id)):
        require(actor, "申报亲属", "declare relatives", Who.OFFICE, Who.ADMINISTRATOR)
    await find(session, Person, actor, person_id, "personId")
    await find(session, Person, actor, relative_id, "relativeId")
    form = Form()
    relation = form.text("relation", "关系", "the relation", relation, RELATION, required=False)
    if person_id == relative_id:
        form.bad("relativeId", "不能申报本人为亲属", "nobody is his own relative")
    either = or_(
        (Relative.person_id == person_id) & (Relative.relative_id == relative_id),
        (Relative.person_id == relative_id) & (Relative.relative_id == person_id),
    )
    if await session.scalar(select(Relative.id).where(Relative.body_id == actor.body_id, either)):
        form.refuse(Code.DUPLICATE, "relativeId", what="该亲属关系", what_en="this relation")
    form.check()
    first, second = sorted((person_id, relative_id))  # once a pair, so that the key refuses a second one
    relative = Relative(body_id=actor.body_id, person_id=first, relative_id=second, relation=relation)
    await store(session, relative, "relativeId", "该亲属关系", "this relation")
    await reroute(session, actor.body_id, now)
    return relative.id


async def withdraw_relative(session: AsyncSession, actor: Actor, now: datetime, relative_row_id: int) -> None:
    """Take a declaration back. By the office alone: nobody frees himself from a recusal."""
    require(actor, "撤销亲属申报", "withdraw a declaration of relatives", Who.OFFICE, Who.ADMINISTRATOR)
    await session.delete(await find(session, Relative, actor, relative_row_id, "relativeId", lock=True))
    await session.flush()
    await reroute(session, actor.body_id, now)

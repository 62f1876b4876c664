"""Creating a unit (设立单位)."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Unit
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people.find import find, lock_organisation
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import UNIT_KEY, UNIT_NAME
from kaohe.workflow.people.set_unit_class import checked_class
from kaohe.workflow.people.store import store
from kaohe.workflow.permits import require


async def create_unit(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    key: str,
    name: str,
    *,
    parent_id: int | None = None,
    outside: bool = False,
    unit_class: str = "",
) -> int:
    """A new unit, the last among its siblings; its id.

    The first unit without a parent is the body itself; after that only units outside the body stand without one.
    `unit_class` is a class of the body's policies, by key or label (S0-9, S1-17).
    """
    require(actor, "设立单位", "create a unit", Who.OFFICE, Who.ADMINISTRATOR)
    await lock_organisation(session, actor.body_id)
    form = Form()
    key = form.text("key", "单位代码", "the unit's key", key, UNIT_KEY)
    name = form.text("name", "单位名称", "the unit's name", name, UNIT_NAME)
    if parent_id is not None:
        await find(session, Unit, actor, parent_id, "parentId")
    elif not outside and await _root(session, actor.body_id) is not None:
        form.refuse(Code.REQUIRED, "parentId", label="上级单位", label_en="the parent unit")
    if await session.scalar(select(Unit.id).where(Unit.body_id == actor.body_id, Unit.key == key)):
        form.refuse(Code.DUPLICATE, "key", what=f"单位代码“{key}”", what_en=f"the unit key “{key}”")
    unit_class = await checked_class(session, actor, form, unit_class)
    form.check()
    siblings = select(func.coalesce(func.max(Unit.position) + 1, 0)).where(
        Unit.body_id == actor.body_id, Unit.parent_id.is_not_distinct_from(parent_id)
    )
    unit = Unit(
        body_id=actor.body_id,
        key=key,
        name=name,
        parent_id=parent_id,
        outside=outside,
        position=await session.scalar(siblings),
        unit_class=unit_class,
    )
    return (await store(session, unit, "key", f"单位代码“{key}”", f"the unit key “{key}”")).id


async def _root(session: AsyncSession, body_id: int) -> int | None:
    root = select(Unit.id).where(Unit.body_id == body_id, Unit.parent_id.is_(None), ~Unit.outside)
    return await session.scalar(root)

"""Putting a unit into another class (变更单位分类, S0-9, S1-17)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Unit
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.door import reroute
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.unit_classes import class_key, published_classes, unknown_class
from kaohe.workflow.permits import require


async def set_unit_class(session: AsyncSession, actor: Actor, now: datetime, unit_id: int, unit_class: str) -> None:
    """Register a unit under a class of the body's policies, by key or label; "" under none, which is the default class.

    It counts from now on, in open cycles too: what has been aggregated stays until it is aggregated again. Who is asked to
    appraise the unit's people changes with it.
    """
    require(actor, "变更单位分类", "change a unit's class", Who.OFFICE, Who.ADMINISTRATOR)
    unit = await find(session, Unit, actor, unit_id, "unitId", lock=True)
    form = Form()
    key = await checked_class(session, actor, form, unit_class)
    form.check()
    unit.unit_class = key
    await session.flush()
    await reroute(session, actor.body_id, now, [unit_id])


async def checked_class(session: AsyncSession, actor: Actor, form: Form, written: str) -> str:
    """The key of the class that was written; the form refuses what is none."""
    published = await published_classes(session, actor.body_id)
    key = class_key(written.strip(), published)
    if key is None:
        form.bad("unitClass", *unknown_class(written.strip(), published))
    return key or ""

"""Renaming a unit (单位更名). Its key stays."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Unit
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import UNIT_NAME
from kaohe.workflow.permits import require


async def rename_unit(session: AsyncSession, actor: Actor, now: datetime, unit_id: int, name: str) -> None:
    """Give a unit another name."""
    require(actor, "单位更名", "rename a unit", Who.OFFICE, Who.ADMINISTRATOR)
    unit = await find(session, Unit, actor, unit_id, "unitId", lock=True)
    form = Form()
    name = form.text("name", "单位名称", "the unit's name", name, UNIT_NAME)
    form.check()
    unit.name = name
    await session.flush()

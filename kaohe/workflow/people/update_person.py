"""Changing what is known of a person (变更人员信息): a new unit, post or rank among it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Person, Unit
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import (
    MANAGEMENT,
    PERSON_NAME,
    POST,
    POST_CATEGORY,
    RANK,
    WORK_IN_CHARGE,
)
from kaohe.workflow.permits import require

_TEXTS = {
    "name": ("name", "姓名", "the name", PERSON_NAME),
    "post": ("post", "职务", "the post", POST),
    "rank": ("rank", "职级", "the rank", RANK),
    "work_in_charge": ("workInCharge", "分管工作", "the work in charge", WORK_IN_CHARGE),
    "management": ("management", "管理类别", "the management", MANAGEMENT),
    "post_category": ("postCategory", "岗位类别", "the post category", POST_CATEGORY),
}


async def update_person(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    person_id: int,
    *,
    unit_id: int | None = None,
    name: str | None = None,
    post: str | None = None,
    rank: str | None = None,
    work_in_charge: str | None = None,
    management: str | None = None,
    post_category: str | None = None,
    email: str | None = None,
) -> None:
    """Change what is given, leave the rest. Cases that are open keep the unit, post and rank that they began with."""
    require(actor, "变更人员信息", "change a person", Who.OFFICE, Who.ADMINISTRATOR)
    person = await find(session, Person, actor, person_id, "personId", lock=True)
    given = {
        "name": name,
        "post": post,
        "rank": rank,
        "work_in_charge": work_in_charge,
        "management": management,
        "post_category": post_category,
    }
    form = Form()
    texts = {
        column: form.text(*_TEXTS[column][:3], value, _TEXTS[column][3], required=column == "name")
        for column, value in given.items()
        if value is not None
    }
    if email is not None:
        texts["email"] = form.email("email", email)
    if unit_id is not None:
        await find(session, Unit, actor, unit_id, "unitId")
    form.check()
    for column, value in texts.items():
        setattr(person, column, value)
    if unit_id is not None:
        person.unit_id = unit_id
    await session.flush()

"""Adding a person (新增人员)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Person, Unit
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.people.limits import (
    MANAGEMENT,
    NUMBER,
    PERSON_NAME,
    POST,
    POST_CATEGORY,
    RANK,
    WORK_IN_CHARGE,
)
from kaohe.workflow.people.store import store
from kaohe.workflow.permits import require


async def create_person(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    number: str,
    name: str,
    unit_id: int,
    *,
    post: str = "",
    rank: str = "",
    work_in_charge: str = "",
    management: str = "",
    post_category: str = "",
    email: str = "",
) -> int:
    """A new person of a unit; the id. `number` is the staff number, `management` who manages the cadre (S3-10),
    `post_category` the category of posts by whose indicators the unit measures him (S0-6)."""
    require(actor, "新增人员", "add a person", Who.OFFICE, Who.ADMINISTRATOR)
    form = Form()
    person = Person(
        body_id=actor.body_id,
        number=form.text("number", "工号", "the staff number", number, NUMBER),
        name=form.text("name", "姓名", "the name", name, PERSON_NAME),
        unit_id=(await find(session, Unit, actor, unit_id, "unitId")).id,
        post=form.text("post", "职务", "the post", post, POST, required=False),
        rank=form.text("rank", "职级", "the rank", rank, RANK, required=False),
        work_in_charge=form.text(
            "workInCharge", "分管工作", "the work in charge", work_in_charge, WORK_IN_CHARGE, required=False
        ),
        management=form.text("management", "管理类别", "the management", management, MANAGEMENT, required=False),
        post_category=form.text(
            "postCategory", "岗位类别", "the post category", post_category, POST_CATEGORY, required=False
        ),
        email=form.email("email", email),
    )
    taken = select(Person.id).where(Person.body_id == actor.body_id, Person.number == person.number)
    if await session.scalar(taken):
        form.refuse(Code.DUPLICATE, "number", what=f"工号{person.number}", what_en=f"the staff number {person.number}")
    form.check()
    await store(session, person, "number", f"工号{person.number}", f"the staff number {person.number}")
    return person.id

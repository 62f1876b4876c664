"""The office's word on a unit's year (单位年度评价, S0-28)."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import PolicyVersion, Unit, UnitStanding
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.supervision.shares import UnitYearStanding
from kaohe.workflow.people.find import find
from kaohe.workflow.people.form import Form
from kaohe.workflow.permits import require
from kaohe.workflow.supervision.limits import REASON

#: Nobody means an earlier year: the law on assessment is younger.
_FIRST_YEAR = 2000


async def record_unit_standing(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    policy_key: str,
    unit_id: int,
    year: int,
    standing: UnitYearStanding,
    reason: str,
) -> int:
    """Record how a unit did as a whole in a year, in place of what was recorded before; the record's id.

    By the office, with a reason, for a year up to the present one. Raises Refused.
    """
    require(actor, "登记单位年度评价", "record a unit's standing", Who.OFFICE)
    unit = await find(session, Unit, actor, unit_id, "unitId")
    form = Form()
    reason = form.text("reason", "理由", "the reason", reason, REASON)
    if unit.outside:
        form.bad("unitId", "只能评价本考核主体的单位", "only a unit of the body has a standing")
    if not _FIRST_YEAR <= year <= now.astimezone(BUSINESS_ZONE).year:
        form.bad(
            "year", f"年份应在{_FIRST_YEAR}年至今年之间", f"the year lies between {_FIRST_YEAR} and the present one"
        )
    known = exists().where(PolicyVersion.body_id == actor.body_id, PolicyVersion.key == policy_key)
    if not await session.scalar(select(known)):
        form.refuse(Code.POLICY_NOT_EFFECTIVE, "policyKey", key=policy_key, day=year)
    form.check()
    key = {"body_id": actor.body_id, "policy_key": policy_key, "unit_id": unit_id, "year": year}
    said = {"standing": standing, "reason": reason, "recorded_by": actor.person_id, "recorded_at": now}
    statement = insert(UnitStanding).values(**key, **said)
    statement = statement.on_conflict_do_update(index_elements=list(key), set_=said)
    recorded: int | None = await session.scalar(statement.returning(UnitStanding.id))
    assert recorded is not None  # an upsert returns its row
    return recorded

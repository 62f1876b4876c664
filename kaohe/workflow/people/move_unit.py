"""Moving a unit in the tree (单位划转)."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import Unit
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.door import reroute
from kaohe.workflow.people.find import find, lock_organisation
from kaohe.workflow.permits import require

_IS_BELOW = text("""
WITH RECURSIVE below(id) AS (
  SELECT CAST(:unit_id AS bigint)
  UNION SELECT u.id FROM unit u JOIN below b ON u.parent_id = b.id WHERE u.body_id = :body_id)
SELECT 1 FROM below WHERE id = :parent_id
""")


async def move_unit(session: AsyncSession, actor: Actor, now: datetime, unit_id: int, parent_id: int) -> None:
    """Put a unit, with all below it, under another one. The unit that is the body itself stays at the top.

    What waits for the leader of the unit above goes to the new one (S0-17).
    """
    require(actor, "单位划转", "move a unit", Who.OFFICE, Who.ADMINISTRATOR)
    await lock_organisation(session, actor.body_id)
    unit = await find(session, Unit, actor, unit_id, "unitId", lock=True)
    await find(session, Unit, actor, parent_id, "parentId")
    tree = {"body_id": actor.body_id, "unit_id": unit_id, "parent_id": parent_id}
    if await session.scalar(_IS_BELOW, tree):
        raise refuse(
            Code.BAD_INPUT,
            "parentId",
            problem="不能划转到本单位或其下级单位之下",
            problem_en="a unit cannot stand below itself",
        )
    if unit.parent_id is None and not unit.outside:
        raise refuse(
            Code.BAD_INPUT,
            "unitId",
            problem=f"{unit.name}是考核主体本身，不能划转",
            problem_en=f"{unit.name} is the body itself and stays at the top",
        )
    unit.parent_id = parent_id
    await session.flush()
    await reroute(session, actor.body_id, now)

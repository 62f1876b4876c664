"""Keeping lists true to what stands on them: a change voids the signatures; a list that is complete asks for one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import ListState, Subject
from kaohe.workflow.domain.guards.unit_list import waiting_for
from kaohe.workflow.domain.plans.unit_list import task
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.domain.snapshots import Situation, UnitListSnapshot
from kaohe.workflow.door import About, move, open_tasks
from kaohe.workflow.door.stores import load

_LISTS = text("""
SELECT DISTINCT l.id FROM assessment a
  JOIN unit_list l ON l.body_id = a.body_id AND l.cycle_id = a.cycle_id AND l.unit_id = a.unit_id
 WHERE a.body_id = :body_id AND a.id = ANY(:ids)
""")


async def reconcile(
    session: AsyncSession, body_id: int, now: datetime, assessment_ids: Sequence[int], list_ids: Sequence[int] = ()
) -> None:
    """Look again at the lists on which these cases stand, and at `list_ids`."""
    found = await session.execute(_LISTS, {"body_id": body_id, "ids": list(assessment_ids)})
    ids = sorted({*found.scalars(), *list_ids})
    if not ids:
        return
    snapshots, situations = await load(session, Subject.UNIT_LIST, body_id, ids, lock=True)
    lists = [one for one in snapshots if isinstance(one, UnitListSnapshot)]
    changed = [one.id for one in lists if one.state != ListState.OPEN and one.signed_hash != one.content]
    if changed:
        await move(session, Subject.UNIT_LIST, changed, Command("void", system(body_id), now))
    await _ask_for_signatures(session, now, [one for one in lists if one.state == ListState.OPEN], situations)


async def _ask_for_signatures(
    session: AsyncSession, now: datetime, lists: Sequence[UnitListSnapshot], situations: dict[int, Situation]
) -> None:
    asked = []
    for one in lists:
        situation = situations[one.row["cycle_id"]]
        asks = situation.policy.review.unit_list and one.members
        if asks and not waiting_for(one, situation, Role.MAIN_LEADER):
            about = About(one.body_id, Subject.UNIT_LIST, one.id, situation.cycle_id, one.unit_id)
            command = Command("sign", system(one.body_id), now)
            asked.append((about, task("sign_list", Role.MAIN_LEADER, one, command, situation)))
    await open_tasks(session, now, asked)

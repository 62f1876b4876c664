"""Keeping lists true to what stands on them: a change voids the signatures; a list that is complete asks for one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import ListState, Subject
from kaohe.workflow.domain.guards.unit_list import last_step, waiting_for
from kaohe.workflow.domain.plans.unit_list import task
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.domain.snapshots import Situation, UnitListSnapshot
from kaohe.workflow.door import About, move, open_tasks
from kaohe.workflow.door.stores import snapshots_of
from kaohe.workflow.situations import load_situations

# Their ids first: an OR with a subquery would read every list that the body ever had.
_LISTS = text("""
SELECT l.* FROM unit_list l
 WHERE l.body_id = :body_id AND l.id IN (
   SELECT unnest(CAST(:list_ids AS bigint[]))
   UNION SELECT x.id FROM assessment a
     JOIN unit_list x ON x.body_id = a.body_id AND x.cycle_id = a.cycle_id AND x.unit_id = a.unit_id
    WHERE a.body_id = :body_id AND a.id = ANY(:ids))
 ORDER BY l.id FOR UPDATE OF l
""")

# Most of the time somebody still has work to do, and one look into an index tells: `waiting_for` in SQL. All states stand in
# one list, which the index can look for; an OR around them would walk through the cycle.
_COMPLETE = text("""
SELECT l.id FROM unit_list l
 WHERE l.body_id = :body_id AND l.id = ANY(:ids) AND NOT EXISTS (
   SELECT 1 FROM assessment a
    WHERE a.body_id = l.body_id AND a.cycle_id = l.cycle_id AND a.unit_id = l.unit_id AND a.round = 1
      AND a.state IN ('self_summary', 'aggregation', 'review') AND (a.state <> 'review' OR a.review_step <= :through))
""")


async def reconcile(
    session: AsyncSession,
    body_id: int,
    now: datetime,
    assessment_ids: Sequence[int],
    list_ids: Sequence[int] = (),
    situations: Mapping[int, Situation] | None = None,
) -> None:
    """Look again at the lists on which these cases stand, and at `list_ids`. `situations` are those that the caller knows
    already, by cycle."""
    found = await session.execute(_LISTS, {"body_id": body_id, "ids": list(assessment_ids), "list_ids": list(list_ids)})
    rows = rows_of(found)
    cycles = {row["cycle_id"] for row in rows}
    if situations is None or not cycles <= situations.keys():
        situations = await load_situations(session, body_id, cycles) if cycles else {}
    complete = {one for cycle in cycles for one in await _complete(session, situations[cycle], rows)}
    rows = [row for row in rows if row["state"] != ListState.OPEN or row["id"] in complete]
    if not rows:
        return
    snapshots = await snapshots_of(session, Subject.UNIT_LIST, body_id, rows, situations)
    lists = [one for one in snapshots if isinstance(one, UnitListSnapshot)]
    changed = [one.id for one in lists if one.state != ListState.OPEN and one.signed_hash != one.content]
    if changed:
        await move(session, Subject.UNIT_LIST, changed, Command("void", system(body_id), now))
    await _ask_for_signatures(session, now, [one for one in lists if one.state == ListState.OPEN], situations)


async def _complete(session: AsyncSession, situation: Situation, rows: Sequence[Mapping[str, Any]]) -> Iterable[int]:
    """The open lists of a cycle that may be asked for a signature: where there are such, and nobody holds them up."""
    ids = [row["id"] for row in rows if row["cycle_id"] == situation.cycle_id and row["state"] == ListState.OPEN]
    if not ids or not situation.policy.review.unit_list:
        return ()
    through = last_step(situation, Role.MAIN_LEADER)
    found = await session.scalars(_COMPLETE, {"body_id": situation.body_id, "ids": ids, "through": through})
    return [int(one) for one in found]


async def _ask_for_signatures(
    session: AsyncSession, now: datetime, lists: Sequence[UnitListSnapshot], situations: Mapping[int, Situation]
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

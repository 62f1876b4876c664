"""Keeping lists true to what stands on them: a change voids the signatures; a list that is complete asks for one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import ListState, Subject
from kaohe.workflow.domain.guards.unit_list import waiting_for
from kaohe.workflow.domain.plans.unit_list import task
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.domain.snapshots import Situation, UnitListSnapshot
from kaohe.workflow.door import move
from kaohe.workflow.door.stores import load

_LISTS = text("""
SELECT DISTINCT l.id FROM assessment a
  JOIN unit_list l ON l.body_id = a.body_id AND l.cycle_id = a.cycle_id AND l.unit_id = a.unit_id
 WHERE a.body_id = :body_id AND a.id = ANY(:ids)
""")

_TASK_COLUMNS = "body_id assignee_key kind subject subject_id cycle_id unit_id due_at state opened_at".split()


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
    command = Command("sign", system(lists[0].body_id), now) if lists else None
    rows = []
    for one in lists:
        situation = situations[one.row["cycle_id"]]
        if command is None or not one.members or waiting_for(one, situation, Role.MAIN_LEADER):
            continue
        asked = task("sign_list", Role.MAIN_LEADER, one, command, situation)
        rows.append(
            {
                "body_id": one.body_id,
                "assignee_key": asked.assignee_key,
                "kind": asked.kind,
                "subject": str(Subject.UNIT_LIST),
                "subject_id": one.id,
                "cycle_id": situation.cycle_id,
                "unit_id": one.unit_id,
                "due_at": asked.due_at,
                "state": "open",
                "opened_at": now,
            }
        )
    if rows:
        statement = insert_sql("task", _TASK_COLUMNS, "rows", suffix="ON CONFLICT DO NOTHING")
        await session.execute(text(statement), {"rows": document(rows)})

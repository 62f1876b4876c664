"""Putting new subjects into their chart's first state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document, insert_sql
from kaohe.trace import request_id
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Changes, Command, DeadlineSpec, TaskSpec
from kaohe.workflow.domain.charts import CHARTS, Subject
from kaohe.workflow.domain.snapshots import Situation, Snapshot
from kaohe.workflow.door.write import Step, write


@dataclass(frozen=True)
class Newcomer:
    """A row to be: its columns beside those that every subject has, and the tasks and deadlines it starts with."""

    columns: Mapping[str, Any]
    tasks: Sequence[TaskSpec] = ()
    deadlines: Sequence[DeadlineSpec] = ()
    data: dict[str, Any] = field(default_factory=dict)


async def begin(
    session: AsyncSession,
    subject: Subject,
    newcomers: Sequence[Newcomer],
    command: Command,
    situation: Situation | None = None,
) -> list[int]:
    """Insert the rows in their initial state, each with its first line of history; their ids, in the same order.

    `situation` is that of their cycle; a cycle itself begins without one, and with no tasks.
    """
    if not newcomers:
        return []
    initial = CHARTS[subject].initial
    rows = [_row(one, command.actor, initial) for one in newcomers]
    ids = await _insert(session, subject, rows)
    request = request_id()
    steps = [
        Step(
            snapshot=Snapshot(
                body_id=command.actor.body_id,
                id=one_id,
                state="",
                version=0,
                entry_no=1,
                row={**row, "id": one_id, "version": 0},
            ),
            command=command,
            changes=Changes(
                dest=initial,
                keep_tasks=True,
                tasks=list(newcomer.tasks),
                deadlines=list(newcomer.deadlines),
                data=newcomer.data,
            ),
            situation=situation,
            request=request,
        )
        for one_id, row, newcomer in zip(ids, rows, newcomers, strict=True)
    ]
    await write(session, subject, steps)
    return ids


def _row(newcomer: Newcomer, actor: Actor, initial: str) -> dict[str, Any]:
    return {
        "body_id": actor.body_id,
        "version": 1,
        "entry_no": 1,
        "history_count": 0,
        "history_head": b"",
        **newcomer.columns,
        "state": initial,
    }


async def _insert(session: AsyncSession, subject: Subject, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    # Ids are drawn first: RETURNING promises no order.
    drawn = await session.execute(
        text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"),
        {"name": str(subject), "count": len(rows)},
    )
    ids = sorted(drawn.scalars())
    numbered = [{**row, "id": one_id} for row, one_id in zip(rows, ids, strict=True)]
    columns = ["id", *rows[0]]
    statement = insert_sql(subject, columns, "rows", suffix="").replace(
        ") SELECT", ") OVERRIDING SYSTEM VALUE SELECT", 1
    )
    await session.execute(text(statement), {"rows": document(numbered)})
    return ids

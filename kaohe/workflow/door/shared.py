"""Tasks that several people have, any of whom does it for all (共同待办): when posts change hands, those who may no longer
do it lose theirs, and those who now may get one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.changes import TaskSpec
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door.beside import About, close_tasks, open_tasks

#: The kinds of task that are shared. All are about cases.
SHARED = ("appraise",)

_HELD = text("""
SELECT id, subject_id, kind, assignee_key FROM task
 WHERE body_id = :body_id AND subject = :subject AND subject_id = ANY(:ids) AND kind = ANY(:kinds) AND state = 'open'
""")


async def share(
    session: AsyncSession,
    body_id: int,
    now: datetime,
    by: str,
    ids: Sequence[int],
    wanted: Sequence[tuple[About, TaskSpec]],
) -> int:
    """Let these cases have the shared tasks that are `wanted` and no others, `by` closing what is left over; how many
    people got one."""
    if not ids:
        return 0
    found = await session.execute(
        _HELD, {"body_id": body_id, "subject": Subject.ASSESSMENT, "ids": list(ids), "kinds": list(SHARED)}
    )
    held = {(row["subject_id"], row["kind"], row["assignee_key"]): row["id"] for row in rows_of(found)}
    missing = {(about.subject_id, spec.kind, spec.assignee_key): (about, spec) for about, spec in wanted}
    await close_tasks(session, body_id, now, by, sorted(one for key, one in held.items() if key not in missing))
    opened = [one for key, one in missing.items() if key not in held]
    await open_tasks(session, now, opened)
    return len(opened)

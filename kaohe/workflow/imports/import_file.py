"""Importing a file (导入): all errors of all rows in one pass, all or nothing, and the same file twice changes nothing."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.models import ImportBatch
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Who
from kaohe.workflow.imports.files import Sheet, read_table
from kaohe.workflow.imports.monthly import prepare_attendance, prepare_performance
from kaohe.workflow.imports.opening import prepare_opening
from kaohe.workflow.imports.plan import Plan, Progress, Task, silent
from kaohe.workflow.imports.report import IMPORT_LABELS, ImportKind, ImportReport
from kaohe.workflow.imports.roster import prepare_roster
from kaohe.workflow.people.find import lock_organisation
from kaohe.workflow.permits import require

_PREPARE: Mapping[ImportKind, Callable[[Task, Sequence[Sheet]], Awaitable[Plan]]] = {
    ImportKind.ROSTER: prepare_roster,
    ImportKind.ATTENDANCE: prepare_attendance,
    ImportKind.PERFORMANCE: prepare_performance,
    ImportKind.OPENING: prepare_opening,
}


async def import_file(
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    kind: ImportKind,
    file_name: str,
    content: bytes,
    *,
    initial_password: str | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Import an .xlsx or .csv file into the actor's body. By the office or the administrator.

    With `initial_password`, a roster also opens an account for everyone who has none. Raises Refused with every
    problem of the file, each with sheet, row and column. Imports into one body take turns.
    """
    label, label_en = IMPORT_LABELS[kind]
    require(actor, f"导入{label}", f"import: {label_en}", Who.OFFICE, Who.ADMINISTRATOR)
    sheets = await asyncio.to_thread(read_table, content, file_name)
    await lock_organisation(session, actor.body_id)
    task = Task(session, actor, now, progress=progress, initial_password=initial_password)
    plan = await _PREPARE[kind](task, sheets)
    digest = hashlib.sha256(content).hexdigest()
    repeated = await _imported_before(session, actor, kind, digest)
    batch_id = None
    if plan.inserted or plan.updated:
        batch_id = await _begin_batch(session, actor, now, kind, file_name, digest, plan)
        await plan.write(batch_id)
    return ImportReport(kind, plan.rows, plan.inserted, plan.updated, repeated, plan.ignored, batch_id)


async def _imported_before(session: AsyncSession, actor: Actor, kind: ImportKind, digest: str) -> bool:
    batch = select(ImportBatch.id).where(
        ImportBatch.body_id == actor.body_id, ImportBatch.kind == kind, ImportBatch.sha256 == digest
    )
    return await session.scalar(batch.limit(1)) is not None


async def _begin_batch(
    session: AsyncSession, actor: Actor, now: datetime, kind: ImportKind, file_name: str, digest: str, plan: Plan
) -> int:
    batch = ImportBatch(
        body_id=actor.body_id,
        kind=kind,
        file_name=file_name,
        sha256=digest,
        rows=plan.rows,
        summary={"inserted": plan.inserted, "updated": plan.updated, "actor": actor.name, "at": now.isoformat()},
        account_id=actor.account_id,
    )
    session.add(batch)
    await session.flush()
    return batch.id

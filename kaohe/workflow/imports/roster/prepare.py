"""A roster file made ready: read, checked, compared."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from kaohe.workflow.accounts.passwords import weaknesses
from kaohe.workflow.domain.calendar import BUSINESS_ZONE
from kaohe.workflow.domain.refusals import Refused
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.imports.files import Sheet
from kaohe.workflow.imports.plan import Task
from kaohe.workflow.imports.roster.changes import Changes, compare
from kaohe.workflow.imports.roster.check import check_roster, read_roster
from kaohe.workflow.imports.roster.known import Known
from kaohe.workflow.imports.roster.load_known import load_known
from kaohe.workflow.imports.roster.tables import PEOPLE
from kaohe.workflow.imports.roster.write import write_roster


@dataclass(frozen=True)
class RosterPlan:
    """A `Plan`."""

    task: Task
    known: Known
    changes: Changes
    rows: int
    ignored: tuple[str, ...]

    @property
    def inserted(self) -> int:
        return self.changes.inserted

    @property
    def updated(self) -> int:
        return self.changes.updated

    async def write(self, batch_id: int) -> None:
        await write_roster(self.task, self.changes, self.known)


async def prepare_roster(task: Task, sheets: Sequence[Sheet]) -> RosterPlan:
    """What the file changes; Refused with everything that is wrong with it."""
    if task.initial_password is not None and (weak := weaknesses(task.initial_password, "initialPassword")):
        raise Refused(weak)
    read = await asyncio.to_thread(read_roster, sheets, task.problems)
    known = await load_known(
        task.session,
        task.actor.body_id,
        task.now.astimezone(BUSINESS_ZONE).date(),
        read.logins,
        appoints_administrators=task.actor.has(Role.ADMINISTRATOR),
        creates_accounts=task.initial_password is not None,
    )
    total = len(read.tables[PEOPLE.name])

    def tick(done: int) -> None:
        task.progress("检查 · checking", done, total)

    wanted = await asyncio.to_thread(check_roster, read, known, task.problems, tick)
    task.problems.check()
    return RosterPlan(task, known, compare(wanted, known), len(wanted), read.ignored)

"""The rehearsal's world: the server, the people, the cycle that is being played, and what has happened in it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from kaohe.rehearsal.agenda import Agenda
from kaohe.rehearsal.client import Session
from kaohe.rehearsal.documents import CASES, CYCLE, DESK
from kaohe.rehearsal.options import Options, Quarter
from kaohe.rehearsal.people import OFFICE, People
from kaohe.rehearsal.progress import Progress
from kaohe.rehearsal.server import Stage

Node = dict[str, Any]


@dataclass
class World:
    """One quarter under way. `events` counts what has happened; `chance` makes the same choices for the same seed.

    `last`: no quarter follows. `agenda` is the same for all quarters: while one is being closed, people write their
    records of the next.
    """

    options: Options
    stage: Stage
    people: People
    progress: Progress
    quarter: Quarter
    chance: Random
    agenda: Agenda = field(default_factory=Agenda)
    last: bool = False
    cycle_id: str = ""
    events: Counter[str] = field(default_factory=Counter)
    entered: Counter[str] = field(default_factory=Counter)

    @property
    def now(self) -> datetime:
        return self.stage.clock.now()

    async def later(self, **time: float) -> None:
        """Let some time go by."""
        await self._move_to(self.now + timedelta(**time))

    async def at(self, moment: datetime | str) -> None:
        """Let it be just after `moment`, and what is due by then be done."""
        parsed = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        await self._move_to(parsed + timedelta(minutes=1))

    async def _move_to(self, moment: datetime) -> None:
        """On the way, what is planned for a moment before is done then."""
        while planned := self.agenda.take(until=moment):
            await self.stage.move_to(planned.when)
            await planned.act()
        await self.stage.move_to(moment)

    def happened(self, event: str, times: int = 1) -> None:
        self.events[event] += times
        self.progress.note(f"{self.quarter.key}: {event.replace('_', ' ')}", times)

    async def office(self) -> Session:
        """The office person who does the ordinary work."""
        return await self.people.session(self.people.the(OFFICE))

    async def cycle(self) -> Node:
        """The cycle as the office sees it."""
        found: Node = (await (await self.office()).read(CYCLE, cycle=self.cycle_id))["node"]
        return found

    async def due(self, stage: str) -> str:
        """When a stage of the cycle is due."""
        terms = (await self.cycle())["stageTerms"]
        return str(next(one["dueAt"] for one in terms if one["stage"] == stage))

    async def cases(self, stage: str | None = None, unit: str | None = None) -> list[Node]:
        """The cycle's cases as the office sees them, by staff number."""
        found = await (await self.office()).pages(CASES, ["assessments"], cycle=self.cycle_id, stage=stage, unit=unit)
        return sorted(found, key=lambda one: str(one["person"]["number"]))

    async def desk(self, session: Session, kind: str, action: str | None = None) -> list[Node]:
        """The tasks of one kind on somebody's desk; with `action`, those on which he may take it now."""
        found = await session.pages(DESK, ["viewer", "pendingTasks"], cycle=self.cycle_id, kind=kind)
        tasks = sorted(found, key=_place)  # the order in which they came depends on who was quicker
        if action is None:
            return tasks
        return [task for task in tasks if action in {one["trigger"] for one in task["availableActions"]}]

    async def settle(self) -> None:
        """Let the workers carry on with what was done."""
        await self.stage.settle()


def _place(task: Node) -> tuple[str, str]:
    return (task["assessment"]["person"]["number"] if task["assessment"] else "", task["subjectId"])


async def together(acts: Iterable[Awaitable[Any]]) -> None:
    """Several people at once; the first failure stops all."""
    try:
        async with asyncio.TaskGroup() as group:
            for act in acts:
                group.create_task(_awaited(act))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None


async def _awaited(act: Awaitable[Any]) -> None:
    await act

"""What every kind of import comes to: rows checked, changes found, nothing written yet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.imports.problems import Problems

Progress = Callable[[str, int, int], None]
"""Hears what is being done, how many rows are done, and of how many."""


def silent(stage: str, done: int, total: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Task:
    """One import: who, when, and where problems and progress go. `initial_password`: for accounts to be created."""

    session: AsyncSession
    actor: Actor
    now: datetime
    problems: Problems = field(default_factory=Problems)
    progress: Progress = silent
    initial_password: str | None = None


class Plan(Protocol):
    """The changes of one file. `inserted` and `updated` count its rows, of which there are `rows`."""

    @property
    def rows(self) -> int: ...

    @property
    def inserted(self) -> int: ...

    @property
    def updated(self) -> int: ...

    @property
    def ignored(self) -> tuple[str, ...]: ...

    async def write(self, batch_id: int) -> None:
        """Write everything, naming the batch as its source where the table keeps one."""

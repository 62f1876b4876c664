"""A committed bureau, and two hands that meet: one holds its locks, the other waits, then the first commits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import at, opened, walk_to
from support.scene import Scene

from kaohe.schema.session import Database

Hand = Callable[[Scene], Awaitable[Any]]

_WAITING = text("""
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
""")


@dataclass
class Arena:
    """The bureau, committed at a stage."""

    database: Database
    scene: Scene

    @asynccontextmanager
    async def hand(self) -> AsyncIterator[Scene]:
        """A connection of its own, committed at the end."""
        async with self.database.transaction() as session:
            yield Scene(session, self.scene.world, self.scene.now)

    async def meet(self, first: Hand, second: Hand) -> Any:
        """`first` acts and holds its locks; `second` comes and waits for them; then the first commits.

        What `second` returned or raised; it is committed unless it raised.
        """
        async with self.hand() as holding:
            await first(holding)
            late = asyncio.create_task(self._alone(second))
            await self.until_it_waits(late)
        return (await asyncio.gather(late, return_exceptions=True))[0]

    async def together(self, *hands: Hand) -> list[Any]:
        """All at once, each on its own connection; what each returned or raised."""
        return await asyncio.gather(*(self._alone(one) for one in hands), return_exceptions=True)

    async def _alone(self, hand: Hand) -> Any:
        async with self.hand() as scene:
            return await hand(scene)

    async def until_it_waits(self, late: "asyncio.Task[Any]") -> None:
        async with self.database.session() as session:
            while not late.done() and not await session.scalar(_WAITING):
                await session.rollback()  # a transaction sees one picture of the statistics


@pytest.fixture
def arena_at(fresh_database: Database) -> Callable[[str], Awaitable[Arena]]:
    """The arena with everybody at a stage."""

    async def build(stage: str) -> Arena:
        async with fresh_database.transaction() as session:
            world = await opened(session, at(1))
            now = await walk_to(session, world, stage)
        return Arena(fresh_database, Scene(_no_session(), world, now))

    return build


def _no_session() -> AsyncSession:
    return None  # type: ignore[return-value] # a scene without a connection: only its world is used

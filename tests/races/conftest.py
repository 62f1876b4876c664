"""A committed bureau, and two hands that meet: one holds its locks, the other waits, then the first commits; and rounds
of hands that are let go together, thousands of times with `--rounds`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from races.grounds import Prepare
from races.rounds import Ground, Races
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.databases import create_database, drop_database
from support.drive import at, opened, walk_to
from support.scene import Scene

from kaohe.schema.session import Database

Hand = Callable[[Scene], Awaitable[Any]]

#: Rounds of each race in the suite; `make races` runs thousands.
FEW_ROUNDS = 20
DEFAULT_SEED = 1

#: Subjects on one ground at most: each wave is a copy of it.
MOST_SUBJECTS = {"cases": 200, "cycles": 60}

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
def arena_at(fresh_database: Database) -> Callable[..., Awaitable[Arena]]:
    """The arena with everybody at a stage; `edit` changes the shipped policy's text."""

    async def build(stage: str, edit: Callable[[str], str] = str) -> Arena:
        async with fresh_database.transaction() as session:
            world = await opened(session, at(1), edit=edit)
            now = await walk_to(session, world, stage)
        return Arena(fresh_database, Scene(_no_session(), world, now))

    return build


def _no_session() -> AsyncSession:
    return None  # type: ignore[return-value] # a scene without a connection: only its world is used


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rounds", type=int, default=FEW_ROUNDS, help="rounds of each race")
    parser.addoption("--seed", type=int, default=DEFAULT_SEED, help="gives every skew of the races")


@pytest.fixture
def races(request: pytest.FixtureRequest) -> Iterator[Races]:
    """What runs a race; its figures are printed at the end."""
    seed = request.config.getoption("--seed", DEFAULT_SEED)
    runner = Races(rounds=request.config.getoption("--rounds", FEW_ROUNDS), seed=seed)
    yield runner
    for name, outcomes in runner.figures.items():
        request.node.user_properties.append(("race", (name, seed, dict(outcomes), runner.seconds[name])))


@pytest_asyncio.fixture(scope="session")
async def ground_of(
    request: pytest.FixtureRequest, server_url: str, template: str
) -> AsyncIterator[Callable[[Prepare, str], Awaitable[Ground]]]:
    """`await ground_of(prepare, "cases")`: the prepared database, made once a session."""
    made: dict[Prepare, tuple[Ground, str]] = {}

    async def build(prepare: Prepare, of: str) -> Ground:
        if prepare not in made:
            url, name = create_database(server_url, template)
            database = Database(url)
            count = min(request.config.getoption("--rounds", FEW_ROUNDS), MOST_SUBJECTS[of])
            try:
                subjects = await prepare(database, count)
            finally:
                await database.close()
            made[prepare] = Ground(server_url, name, subjects), name
        return made[prepare][0]

    yield build
    for _, name in made.values():
        drop_database(server_url, name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Each race's rounds, rate and outcomes."""
    reports = [one for found in terminalreporter.stats.values() for one in found if hasattr(one, "user_properties")]
    told = {tuple(value[:2]): value for one in reports for key, value in one.user_properties if key == "race"}
    for name, seed, outcomes, seconds in told.values():
        rounds = sum(outcomes.values())
        figures = "，".join(f"{outcome} {count}" for outcome, count in sorted(outcomes.items()))
        terminalreporter.write_line(f"{name}（seed {seed}）：{rounds} 轮，{rounds / seconds:.0f} 轮/秒：{figures}")

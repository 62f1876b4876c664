"""Rounds: hands that are let go at one instant on connections of their own, thousands of times.

A race has a ground: a database prepared once by the use cases, with many subjects at the same point. Each wave is a
copy of it, so that every round starts from the same, honest state.
"""

import asyncio
import math
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from races.after import After
from races.whole import half_states
from sqlalchemy import text
from support.databases import create_database, drop_database

from kaohe.schema.session import Database
from kaohe.schema.urls import async_url

#: How long a hand that is not the first waits: from a moment that any start is late by, to one in which the first has
#: ended even on a busy machine; as often near the one as near the other.
SHORTEST_SKEW, LONGEST_SKEW = 0.0005, 0.4

#: Rounds that run at once, each with as many connections as it has hands.
IN_FLIGHT = 6

#: From so many rounds on a race must have had each of its outcomes.
ENOUGH = 100

Hand = Callable[[Database, Any], Awaitable[Any]]

#: What one round came to, in a word or two: from its subject, the hands' answers, and what is in the tables.
Judge = Callable[[Any, Sequence[Any], After], str]

_DEADLOCKS = text("SELECT deadlocks FROM pg_stat_database WHERE datname = :name")


@dataclass
class Ground:
    """A prepared database and the subjects in it, in the order in which they are due."""

    server_url: str
    template: str
    subjects: Sequence[Any]

    @asynccontextmanager
    async def copy(self, connections: int) -> AsyncIterator[Database]:
        """A wave's own database; a deadlock in it, even one that a worker got over, is a failure."""
        url, name = create_database(self.server_url, self.template)
        database = Database(url, pool_size=connections)
        try:
            yield database
            await database.close()
            assert await self._deadlocks(name) == 0, "PostgreSQL had to end a deadlock"
        finally:
            await database.close()
            drop_database(self.server_url, name)

    async def _deadlocks(self, name: str) -> int:
        admin = Database(
            async_url(self.server_url), pool_size=1
        )  # a backend reports when it ends, so from outside and afterwards
        try:
            async with admin.session() as session:
                return int(await session.scalar(_DEADLOCKS, {"name": name}) or 0)
        finally:
            await admin.close()


@dataclass
class Races:
    """Runs races and keeps their figures. `seed` and the race's name give every skew."""

    rounds: int
    seed: int
    figures: dict[str, Counter[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    async def run(
        self,
        name: str,
        ground: Ground,
        hands: Sequence[Hand],
        judge: Judge,
        outcomes: int = 2,
        in_flight: int = IN_FLIGHT,
        longest: float = LONGEST_SKEW,
    ) -> Counter[str]:
        """How often each outcome came; fails on a half state, a deadlock, or what `judge` does not accept.

        Of enough rounds at least `outcomes` different ones must have come. `longest` bounds the skew, in seconds.
        """
        dice, came = random.Random(f"{self.seed} {name}"), Counter[str]()
        begun = time.perf_counter()
        while (left := self.rounds - came.total()) > 0:
            subjects = ground.subjects[:left]
            waits = [_skews(dice, len(hands), longest) for _ in subjects]
            async with ground.copy(in_flight * len(hands) + 1) as database:
                answers = await _wave(database, subjects, hands, waits, in_flight)
                async with database.session() as session:
                    half = await half_states(session)
                    assert not half, f"{name}, seed {self.seed}: {half}"
                    after = await After.read(session)
            came.update(judge(one, told, after) for one, told in zip(subjects, answers, strict=True))
        self.figures[name], self.seconds[name] = came, time.perf_counter() - begun
        assert self.rounds < ENOUGH or len(came) >= outcomes, f"{name}: {came}"
        return came


def _skews(dice: random.Random, hands: int, longest: float) -> list[float]:
    """One hand moves at once, each other after a wait of its own, evenly spread over the orders of magnitude."""
    first = dice.randrange(hands)
    low, high = math.log(SHORTEST_SKEW), math.log(longest)
    return [0.0 if hand == first else math.exp(dice.uniform(low, high)) for hand in range(hands)]


async def _wave(
    database: Database,
    subjects: Sequence[Any],
    hands: Sequence[Hand],
    waits: Sequence[Sequence[float]],
    in_flight: int,
) -> list[list[Any]]:
    """What the hands of each round returned or raised."""
    answers: list[list[Any]] = [[] for _ in subjects]
    waiting = iter(range(len(subjects)))

    async def lane() -> None:
        for number in waiting:
            one = [
                _after(wait, hand, database, subjects[number]) for hand, wait in zip(hands, waits[number], strict=True)
            ]
            answers[number] = await asyncio.gather(*one, return_exceptions=True)

    await asyncio.gather(*(lane() for _ in range(in_flight)))
    return answers


async def _after(wait: float, hand: Hand, database: Database, subject: Any) -> Any:
    await asyncio.sleep(wait)  # the round's skew: what is let happen, never what is waited for
    return await hand(database, subject)

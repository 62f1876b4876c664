"""Boxes for tests: the small bureau under a scheme with an anonymous ballot, and what its people do with it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from nacl.public import PrivateKey
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.box import BOX
from support.drive import Inside, submit_all
from support.world import World, make_world

from kaohe.policies.shipped import shipped_text
from kaohe.schema.session import Database
from kaohe.workflow import policies
from kaohe.workflow.ballots import BallotKeys, Proposed, Tended, Vote, cast_ballot, propose_raters, tend_boxes
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.door import move_one
from kaohe.workflow.outbox import relay
from kaohe.workflow.queries.ballots import my_ballots

UNIT_A = ("a_leader", "a_clerk", "a1", "a2", "a3", "a4")

_MONTHLY = '''[[scoring.parts]]
kind = "monthly_mean"'''


def balloting_policy(edit: Callable[[str], str] = str) -> str:
    """The shipped county policy as `balloting`, with ballots in place of the monthly mean; `edit` changes the box's text."""
    source = shipped_text("county-psb").replace('key = "county-psb"', 'key = "balloting"', 1)
    head, tail = source.split(_MONTHLY, 1)
    rest = tail.split("[[scoring.parts]]", 1)[1]
    part = '[[scoring.parts]]\nkind = "ballots"\nkey = "quarter"\nlabel = "评分"\nweight = 60\nbox = "quarter"\n\n'
    return f"{head}{part}[[scoring.parts]]{rest}\n{edit(BOX)}"


def small(box: str) -> str:
    """Units with fewer than eight people need external raters (S1-26)."""
    return box.replace("external_below = 0", "external_below = 8")


async def open_balloting(
    session: AsyncSession, now: datetime, *, key: str = "balloting", edit: Callable[[str], str] = str
) -> World:
    """The small bureau with an open cycle of the balloting policy."""
    world = await make_world(session, key)
    await begin_balloting(session, world, now, edit)
    return world


async def begin_balloting(session: AsyncSession, world: World, now: datetime, edit: Callable[[str], str] = str) -> int:
    """Publish the balloting policy and open its cycle, which becomes the world's; its id."""
    office = world.actor("office")
    await policies.publish(session, office, now, balloting_policy(edit))
    world.cycle_id = await create_cycle(session, office, now, "balloting", "2026Q1")
    await open_cycle(session, office, now, world.cycle_id)
    return world.cycle_id


async def hand_in_all(session: AsyncSession, world: World, now: datetime) -> None:
    """All summaries of the cycle: it moves on to aggregation."""
    found = await session.scalars(
        text(
            "SELECT p.name FROM assessment a JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id "
            "WHERE a.body_id = :body AND a.cycle_id = :cycle AND a.state = 'self_summary' ORDER BY a.id"
        ),
        {"body": world.body_id, "cycle": world.cycle_id},
    )
    await submit_all(session, world, now, *found)
    await relay(Inside(session), now)  # type: ignore[arg-type]


@dataclass
class Polls:
    """A committed bureau, its cycle in aggregation, and a folder of keys; `now` is when a test begins."""

    database: Database
    world: World
    keys: BallotKeys
    folder: Path
    now: datetime
    box_of: dict[str, int] = field(default_factory=dict)

    async def tend(self, now: datetime | None = None) -> Tended:
        return await tend_boxes(self.database, now or self.now, self.keys)

    async def box(self, unit: str = "a") -> dict[str, Any]:
        return (
            await self.rows(
                "SELECT * FROM ballot_box WHERE cycle_id = :cycle AND unit_id = :unit",
                cycle=self.world.cycle_id,
                unit=self.world.units[unit],
            )
        )[0]

    async def box_id(self, unit: str = "a") -> int:
        if unit not in self.box_of:
            self.box_of[unit] = (await self.box(unit))["id"]
        return self.box_of[unit]

    async def private_key(self, unit: str = "a") -> PrivateKey | None:
        """The private key of a unit's box, where one lies in the folder."""
        box_id = await self.box_id(unit)
        return next((self.keys.find(one) for one in self.keys if one.box_id == box_id), None)

    async def rows(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        async with self.database.session() as session:
            return [dict(row) for row in (await session.execute(text(statement), parameters)).mappings()]

    async def value(self, statement: str, **parameters: Any) -> Any:
        async with self.database.session() as session:
            return await session.scalar(text(statement), parameters)

    async def run(self, statement: str, **parameters: Any) -> None:
        async with self.database.transaction() as session:
            await session.execute(text(statement), parameters)

    async def paper(self, name: str, unit: str = "a") -> list[int]:
        """The cases that somebody rates in a unit's box."""
        async with self.database.session() as session:
            boxes = await my_ballots(session, self.world.actor(name))
        own = await self.box_id(unit)
        return [one["id"] for box in boxes if box["box_id"] == own for one in box["ratees"]]

    async def cast(
        self, name: str, score: Callable[[int], int] | int = 80, *, unit: str = "a", now: datetime | None = None
    ) -> None:
        """A whole ballot; `score` gives the n-th person on it so much."""
        given = (lambda _n: score) if isinstance(score, int) else score
        votes = [Vote(one, Decimal(given(n))) for n, one in enumerate(await self.paper(name, unit))]
        async with self.database.transaction() as session:
            await cast_ballot(session, self.world.actor(name), now or self.now, await self.box_id(unit), votes)

    async def raters(self, unit: str = "a") -> list[str]:
        """The names of those who rate in a unit's box, in no order that means anything."""
        found = await self.rows(
            "SELECT p.name FROM ballot_rater r JOIN person p ON p.body_id = r.body_id AND p.id = r.person_id "
            "WHERE r.box_id = :box ORDER BY p.name",
            box=await self.box_id(unit),
        )
        return [row["name"] for row in found]

    async def cast_all(self, score: Callable[[str, int], int] | int = 80, *, unit: str = "a") -> list[str]:
        names = await self.raters(unit)
        for name in names:
            given = score if isinstance(score, int) else (lambda n, name=name: score(name, n))
            await self.cast(name, given, unit=unit)
        return names

    async def tasks(self, kind: str) -> list[str]:
        """The keys under which open tasks of a kind lie."""
        found = await self.rows(
            "SELECT assignee_key FROM task WHERE kind = :kind AND state = 'open' ORDER BY assignee_key", kind=kind
        )
        return [row["assignee_key"] for row in found]


#: Makes the bureau; `edit` changes the text of its box.
MakePolls = Callable[..., Awaitable[Polls]]

MORNING = datetime(2026, 4, 2, 1, tzinfo=UTC)


async def polls(database: Database, folder: Path, edit: Callable[[str], str] = str) -> Polls:
    """The bureau at the beginning of aggregation, boxes drafted."""
    async with database.transaction() as session:
        world = await open_balloting(session, MORNING - timedelta(days=1), edit=edit)
        await hand_in_all(session, world, MORNING)
    return Polls(database, world, BallotKeys(folder), folder, MORNING)


async def drafted_for_small_units(session: AsyncSession, world: World, now: datetime) -> None:
    """Point: the bureau's cycle with ballots is open, and its units are too small without external raters."""
    await begin_balloting(session, world, now, small)


async def proposed_by_clerk(session: AsyncSession, world: World, now: datetime) -> None:
    """Point: unit a's clerk has proposed three people of unit b."""
    await drafted_for_small_units(session, world, now)
    people = [Proposed(world.people[name], "业务联系") for name in ("b1", "b2", "b3")]
    await propose_raters(session, world.actor("a_clerk"), now, await _box_of_a(session, world), people)


async def box_opened(session: AsyncSession, world: World, now: datetime) -> None:
    """Point: boxes are open, nobody has cast."""
    await begin_balloting(session, world, now)
    await hand_in_all(session, world, now)
    await tend_boxes(Inside(session), now, BallotKeys(Path(mkdtemp())))  # type: ignore[arg-type]


async def box_closed(session: AsyncSession, world: World, now: datetime) -> None:
    """Point: the term of the boxes is over and nobody has cast."""
    await box_opened(session, world, now)
    await session.execute(text("UPDATE ballot_box SET due_at = :now"), {"now": now})
    box_id = await _box_of_a(session, world)
    await move_one(session, Subject.BALLOT_BOX, box_id, Command("close_box", system(world.body_id), now))


async def _box_of_a(session: AsyncSession, world: World) -> int:
    found = await session.scalar(
        text("SELECT id FROM ballot_box WHERE cycle_id = :cycle AND unit_id = :unit"),
        {"cycle": world.cycle_id, "unit": world.units["a"]},
    )
    assert found is not None
    return int(found)

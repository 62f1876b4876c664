"""The grounds on which races are run: how each is prepared, by the use cases alone but for spreading the due moments."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from races.crowd import cases_of, make_bureaus, open_cycles, people_of, score_all
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.api import let_in
from support.drive import at
from support.world import World

from kaohe.schema.session import Database
from kaohe.workflow.aggregation import aggregate
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.deliveries import Channel
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.lists import consent_list, hand_in_list, sign_list
from kaohe.workflow.outbox import relay
from kaohe.workflow.outbox.tell import tell
from kaohe.workflow.participation import exclude
from kaohe.workflow.people.appoint_substitute import appoint_substitute
from kaohe.workflow.reviews import ReviewInput, approve_reviews
from kaohe.workflow.summaries import SummaryInput, return_summary, submit_summary


@dataclass(frozen=True, eq=False)
class Spot:
    """Where a round takes place: a case, or a whole cycle with its cases, and the moment at which it happens.

    `substitute` acts for the office there, by the substitution `lent`.
    """

    world: World
    name: str
    case: int
    cases: tuple[int, ...]
    moment: datetime
    substitute: str = ""
    lent: int = 0


Prepare = Callable[[Database, int], Awaitable[Sequence[Spot]]]

#: By which the letters go out.
HOOK = Channel("hook", "webhook")

#: The end of the first quarter's summaries, in the shipped policy.
SUMMARIES_DUE = at(7, hour=16)

#: So early that who comes back into summaries still shares their term.
EARLY = at(1, hour=2)

_SPREAD = """
UPDATE deadline d SET due_at = d.due_at + n.place * interval '1 second'
  FROM (SELECT id, dense_rank() OVER (ORDER BY {by}) - 1 AS place FROM deadline
         WHERE fired_at IS NULL AND kind = 'expire' AND subject = :subject) n
 WHERE n.id = d.id RETURNING d.{by} AS key, d.due_at
"""


async def own_terms(database: Database, count: int) -> Sequence[Spot]:
    """One bureau; everybody was returned his summary and has a term of his own, each a second after the last."""
    async with database.transaction() as session:
        (world,) = await make_bureaus(session, 1, count, units=4)
        await open_cycles(session, [world], at(1))
    await enforce_due(database, SUMMARIES_DUE)
    async with database.transaction() as session:
        cases = await cases_of(session, world)
        await return_summary(session, world.actor("clerk"), SUMMARIES_DUE, cases, "过于简略")
    return await _spread_cases(database, world)


async def summaries_due(database: Database, count: int) -> Sequence[Spot]:
    """Many bureaus with three people each, whose summaries' shared term ends, each bureau's a second after the last."""
    async with database.transaction() as session:
        worlds = await make_bureaus(session, count, people=3)
        await open_cycles(session, worlds, at(1))
    await enforce_due(database, at(7))
    return await _spread_cycles(database, worlds)


async def all_handed_in(database: Database, count: int) -> Sequence[Spot]:
    """Many bureaus that everybody's summary has left, early, and the cycle has not; the last of three is excluded."""
    spots = []
    async with database.transaction() as session:
        worlds = await make_bureaus(session, count, people=3)
        await open_cycles(session, worlds, at(1))
        for world in worlds:
            *cases, last = await cases_of(session, world)
            await exclude(session, world.actor("office"), EARLY, [last], "退休")
            for name, case in zip(people_of(world), cases, strict=False):
                await submit_summary(session, world.actor(name), EARLY, case, SummaryInput("完成了任务。"))
            spots.append(Spot(world, "bureau", cases[0], (*cases, last), EARLY))
    return spots


async def aggregation_due(database: Database, count: int) -> Sequence[Spot]:
    """Many bureaus with three people each, scored, at the end of aggregation's shared term."""
    async with database.transaction() as session:
        worlds = await make_bureaus(session, count, people=3)
        await open_cycles(session, worlds, at(1))
    await enforce_due(database, SUMMARIES_DUE)
    await relay(database, SUMMARIES_DUE)
    async with database.transaction() as session:
        for world in worlds:
            await score_all(session, world, at(8))
    await enforce_due(database, at(9))
    return await _spread_cycles(database, worlds)


async def at_office(database: Database, count: int) -> Sequence[Spot]:
    """One bureau whose lists are handed in: the office's signature is the next on every case. Each person may sign in
    the office's place, by a substitution of his own; on a spot it is the one before."""
    async with database.transaction() as session:
        (world,) = await make_bureaus(session, 1, count, units=8)
        await open_cycles(session, [world], at(1))
    now = SUMMARIES_DUE
    await enforce_due(database, now)
    async with database.transaction() as session:
        cases = await cases_of(session, world)
        await score_all(session, world, now)
        await aggregate(session, world.actor("clerk"), now, cases)
        await approve_reviews(session, world.actor("leader"), now, [ReviewInput(one, "fairly_good") for one in cases])
        for unit in [name for name in world.units if name != "root"]:
            one = await world.list_of(session, unit)
            await sign_list(session, world.actor("leader"), now, one)
            await consent_list(session, world.actor("deputy"), now, one)
            await hand_in_list(session, world.actor("clerk"), now, one)
        await let_in(session, world, now)
        lent = {name: await _lend(session, world, name, now) for name in people_of(world)}
    spots = _spots(world, cases, dict.fromkeys(cases, now))
    return [
        replace(spot, substitute=before.name, lent=lent[before.name])
        for spot, before in zip(spots, [spots[-1], *spots], strict=False)
    ]


async def messages(database: Database, count: int) -> Sequence[Spot]:
    """One bureau with messages in the outbox, one a second."""
    async with database.transaction() as session:
        (world,) = await make_bureaus(session, 1, people=1)
        for number in range(count):
            lines = [(role_key(Role.OFFICE), f"told_{number}")]
            await tell(session, world.body_id, at(1), lines, subject="body", subject_id=number)
        waiting = await session.execute(
            text("UPDATE outbox SET retry_at = created_at + id * interval '1 second' RETURNING id, retry_at")
        )
        return [Spot(world, "message", row.id, (), row.retry_at) for row in sorted(waiting.all())]


async def letters(database: Database, count: int) -> Sequence[Spot]:
    """One bureau whose messages were relayed, and wait to be delivered by a webhook."""
    spots = await messages(database, count)
    await relay(database, spots[-1].moment, [HOOK])
    async with database.session() as session:
        found = await session.scalars(text("SELECT id FROM delivery ORDER BY id"))
        return [replace(spots[-1], case=one) for one in found]


async def _lend(session: AsyncSession, world: World, name: str, now: datetime) -> int:
    office, today = world.actor("office"), now.date()
    lender, borrower = world.people["office"], world.people[name]
    return await appoint_substitute(
        session, office, now, lender, borrower, [WorkKind.REVIEW], today, today + timedelta(days=9), "出差"
    )


async def _spread_cases(database: Database, world: World) -> list[Spot]:
    async with database.transaction() as session:
        moments = await _spread(session, "assessment", "subject_id")
        cases = await cases_of(session, world)
    await enforce_due(database, min(moments.values()) - timedelta(seconds=1))  # the reminders before
    return sorted(_spots(world, cases, moments), key=lambda spot: spot.moment)


async def _spread_cycles(database: Database, worlds: Sequence[World]) -> list[Spot]:
    async with database.transaction() as session:
        moments = await _spread(session, "cycle", "subject_id")
        spots = []
        for world in worlds:
            cases = await cases_of(session, world)
            spots.append(Spot(world, "bureau", cases[0], tuple(cases), moments[world.cycle_id]))
    return sorted(spots, key=lambda spot: spot.moment)


async def _spread(session: AsyncSession, subject: str, by: str) -> dict[int, datetime]:
    found = await session.execute(text(_SPREAD.format(by=by)), {"subject": subject})
    return {row.key: row.due_at for row in found}


def _spots(world: World, cases: Sequence[int], moments: dict[int, datetime]) -> list[Spot]:
    names = people_of(world)
    return [Spot(world, name, case, (case,), moments[case]) for name, case in zip(names, cases, strict=True)]

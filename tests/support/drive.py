"""Driving a small world through its cycle by the use cases, as its people would."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.world import World

from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.decisions import DecisionInput, SessionInput, hold_session
from kaohe.workflow.lists import consent_list, hand_in_list, sign_list
from kaohe.workflow.reviews import ReviewInput, approve_reviews
from kaohe.workflow.summaries import SummaryInput, submit_summary

INDICATORS = ("de", "neng", "qin", "ji", "lian")
MEMBERS = ("chief", "deputy", "member3", "member4")
UNITS = {unit: (f"{unit}_leader", f"{unit}_clerk", *(f"{unit}{n}" for n in range(1, 5))) for unit in ("a", "b")}


def at(day: int, month: int = 4, hour: int = 1) -> datetime:
    """A moment in 2026, UTC."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


async def submit_all(session: AsyncSession, world: World, now: datetime, *names: str) -> None:
    for name in names:
        case = await world.case(session, name)
        await submit_summary(session, world.actor(name), now, case, SummaryInput(text="本季度完成了各项工作任务。"))


async def aggregate_unit(session: AsyncSession, world: World, now: datetime, unit: str, *names: str) -> None:
    """Score and aggregate; the clerk's own case is the leader's to score."""
    for name in names:
        actor = world.actor(f"{unit}_leader" if name == f"{unit}_clerk" else f"{unit}_clerk")
        case = await world.case(session, name)
        await record_scores(session, actor, now, {case: {key: Decimal(92) for key in INDICATORS}})
    await aggregate(session, world.actor(f"{unit}_clerk"), now, await world.cases(session, *names))


async def review_unit(
    session: AsyncSession, world: World, now: datetime, unit: str, good: tuple[str, ...] = ()
) -> None:
    """Both steps of the unit's chain and its list, up to the office; the leader's own case goes one step up."""
    leader = f"{unit}_leader"
    reviews = [
        ReviewInput(await world.case(session, name), "good" if name in good else "fairly_good", "评语")
        for name in UNITS[unit]
        if name != leader
    ]
    await approve_reviews(session, world.actor(leader), now, reviews)
    own = ReviewInput(await world.case(session, leader), "fairly_good", "评语")
    await approve_reviews(session, world.actor("deputy"), now, [own])
    await approve_reviews(session, world.actor("chief"), now, [own])
    one = await world.list_of(session, unit)
    await sign_list(session, world.actor(leader), now, one)
    await consent_list(session, world.actor("deputy"), now, one)
    await hand_in_list(session, world.actor(f"{unit}_clerk"), now, one)


async def office_approves(session: AsyncSession, world: World, now: datetime, unit: str) -> None:
    cases = await world.cases(session, *UNITS[unit])
    await approve_reviews(session, world.actor("office"), now, [ReviewInput(one) for one in cases])


async def decide(session: AsyncSession, world: World, now: datetime, decisions: tuple[DecisionInput, ...] = ()) -> int:
    members = [world.people[name] for name in MEMBERS]
    given = SessionInput(now, members, "会议研究决定……", decisions, rest="accept")
    return await hold_session(session, world.actor("secretary"), now, world.cycle_id, given)


async def tasks_of(session: AsyncSession, world: World, key: str) -> list[str]:
    """The kinds of the open tasks under one key."""
    found = await session.execute(
        text("SELECT kind FROM task WHERE body_id = :body AND assignee_key = :key AND state = 'open' ORDER BY id"),
        {"body": world.body_id, "key": key},
    )
    return list(found.scalars())


def later(now: datetime, days: int) -> datetime:
    return now + timedelta(days=days)

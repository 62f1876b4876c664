"""Driving a small world through its cycle by the use cases, as its people would."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.world import World, add_performance, make_world

from kaohe.policies.shipped import shipped_text
from kaohe.workflow import policies
from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.approvals import answer_results, submit_results
from kaohe.workflow.cycles import create_cycle, freeze_quota, open_cycle
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.decisions import DecisionInput, SessionInput, hold_session
from kaohe.workflow.feedback import FeedbackInput, acknowledge_result, deliver_feedback
from kaohe.workflow.lists import consent_list, hand_in_list, sign_list
from kaohe.workflow.outbox import relay
from kaohe.workflow.reviews import ReviewInput, approve_reviews
from kaohe.workflow.summaries import SummaryInput, submit_summary

INDICATORS = ("de", "neng", "qin", "ji", "lian")
MEMBERS = ("chief", "deputy", "member3", "member4")
UNITS = {unit: (f"{unit}_leader", f"{unit}_clerk", *(f"{unit}{n}" for n in range(1, 5))) for unit in ("a", "b")}
EVERYONE = tuple(name for names in UNITS.values() for name in names)


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


class Inside:
    """A database that hands out one session that is there already: sweeps and relays see what is not committed."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        yield self._session

    session = transaction


async def opened(
    session: AsyncSession, now: datetime, *, key: str = "psb", edit: Callable[[str], str] = str, period: str = "2026Q1"
) -> World:
    """The small bureau with monthly performance and an open cycle; `edit` changes the shipped policy's text."""
    world = await make_world(session, key)
    await add_performance(session, world)
    office = world.actor("office")
    await policies.publish(session, office, now, edit(shipped_text("county-psb")))
    world.cycle_id = await create_cycle(session, office, now, "county-psb", period)
    await open_cycle(session, office, now, world.cycle_id)
    return world


async def answer_all(session: AsyncSession, world: World, now: datetime) -> None:
    """Everybody in appeal is sent out and approved by both outside approvers."""
    list_id = await submit_results(session, world.actor("office"), now, world.cycle_id)
    await answer_results(session, world.actor("inspector"), now, list_id, "inspection_group", "鹰考〔2026〕1号")
    await answer_results(session, world.actor("authority"), now, list_id, "county_authority", "核〔2026〕2号")


async def give_feedback(session: AsyncSession, world: World, now: datetime, *names: str) -> None:
    said = FeedbackInput("individual_talk", "工作扎实", "主动性不足", "加强学习", goals=("提高结案率",))
    await deliver_feedback(session, world.actor("deputy"), now, await world.cases(session, *names), said)


async def _summaries(session: AsyncSession, world: World) -> None:
    await submit_all(session, world, at(2), *EVERYONE)


async def _aggregation(session: AsyncSession, world: World) -> None:
    for unit, names in UNITS.items():
        await aggregate_unit(session, world, at(3), unit, *names)


async def _review(session: AsyncSession, world: World) -> None:
    await freeze_quota(session, world.actor("office"), at(3, hour=2), world.cycle_id)
    for unit in UNITS:
        await review_unit(session, world, at(3, hour=3), unit, good=(f"{unit}1", f"{unit}2"))
        await office_approves(session, world, at(3, hour=4), unit)


async def _decision(session: AsyncSession, world: World) -> None:
    await decide(session, world, at(7))


async def _publicity(session: AsyncSession, world: World) -> None:
    await enforce_due(Inside(session), at(15))  # type: ignore[arg-type]


async def _appeal(session: AsyncSession, world: World) -> None:
    await answer_all(session, world, at(16))
    await enforce_due(Inside(session), at(22))  # type: ignore[arg-type]


async def _feedback(session: AsyncSession, world: World) -> None:
    await give_feedback(session, world, at(22, hour=2), *EVERYONE)
    for name in EVERYONE:
        await acknowledge_result(session, world.actor(name), at(23), await world.case(session, name), "同意")


#: How everybody leaves each stage, in order, and when the cycle has moved on.
_WALK = {
    "self_summary": (_summaries, at(2)),
    "aggregation": (_aggregation, at(3)),
    "review": (_review, at(3, hour=4)),
    "decision": (_decision, at(7)),
    "publicity": (_publicity, at(15)),
    "appeal": (_appeal, at(22)),
    "feedback": (_feedback, at(23)),
}


async def walk_to(session: AsyncSession, world: World, stage: str) -> datetime:
    """Take everybody from self_summary to `stage`, the cycle with them; the moment that it is then.

    a1, a2, b1 and b2 are good, the others fairly good.
    """
    moment = at(1)
    for name, (leave, then) in _WALK.items():
        if name == stage:
            return moment
        await leave(session, world)
        await relay(Inside(session), then)  # type: ignore[arg-type]
        moment = then
    return moment

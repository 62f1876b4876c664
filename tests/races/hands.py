"""What people and workers do in a race, each on a connection of his own, and what the loser is told."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from races.grounds import Spot
from races.rounds import Hand

from kaohe.schema.session import Database
from kaohe.workflow.accounts import actor_of
from kaohe.workflow.cycles import extend_stage, freeze_quota, suspend_cycle
from kaohe.workflow.cycles.progress import advance_cycle
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.outbox import relay
from kaohe.workflow.participation import include
from kaohe.workflow.people import set_calendar_day
from kaohe.workflow.people.revoke_substitution import revoke_substitution
from kaohe.workflow.reviews import ReviewInput, approve_reviews
from kaohe.workflow.summaries import SummaryInput, return_summary, submit_summary

SUMMARY = SummaryInput("本季度完成了各项工作任务。")


def refused_with(answer: Any, code: Code, words: str = "") -> bool:
    """Whether the loser was told so, with the last that happened to the case."""
    return (
        isinstance(answer, Refused)
        and {one.code for one in answer.refusals} == {code}
        and words in answer.refusals[0].message
    )


def nothing_raised(answers: Sequence[Any]) -> bool:
    """Whether every hand ended in order: with its answer, or with a refusal."""
    return not any(isinstance(one, BaseException) and not isinstance(one, Refused) for one in answers)


async def sweep(database: Database, spot: Spot) -> int:
    return await enforce_due(database, spot.moment)


def submit(person: int | None = None) -> Hand:
    """The spot's own person hands in, or the n-th of its bureau."""

    async def act(database: Database, spot: Spot) -> None:
        name, case = (spot.name, spot.case) if person is None else (f"p{person}", spot.cases[person])
        async with database.transaction() as session:
            await submit_summary(session, spot.world.actor(name), spot.moment, case, SUMMARY)

    return act


async def return_first(database: Database, spot: Spot) -> None:
    """The clerk returns the summary of the spot's case."""
    async with database.transaction() as session:
        await return_summary(session, spot.world.actor("clerk"), spot.moment, [spot.case], "过于简略")


async def submit_and_have_it_returned(database: Database, spot: Spot) -> None:
    await submit()(database, spot)
    await return_first(database, spot)


async def include_last(database: Database, spot: Spot) -> None:
    async with database.transaction() as session:
        await include(session, spot.world.actor("office"), spot.moment, [spot.cases[-1]], "恢复参加考核")


async def extend(database: Database, spot: Spot) -> None:
    async with database.transaction() as session:
        until = spot.moment.replace(second=0, minute=0) + timedelta(days=2)
        office, cycle = spot.world.actor("office"), spot.world.cycle_id
        await extend_stage(session, office, spot.moment, cycle, "self_summary", until, "集中办案")


async def suspend(database: Database, spot: Spot) -> None:
    async with database.transaction() as session:
        await suspend_cycle(session, spot.world.actor("office"), spot.moment, spot.world.cycle_id, "机构改革")


async def advance(database: Database, spot: Spot) -> str | None:
    async with database.transaction() as session:
        return await advance_cycle(session, spot.world.body_id, spot.world.cycle_id, spot.moment)


def freeze(who: str) -> Hand:
    async def act(database: Database, spot: Spot) -> None:
        async with database.transaction() as session:
            await freeze_quota(session, spot.world.actor(who), spot.moment, spot.world.cycle_id)

    return act


def approve(who: str) -> Hand:
    async def act(database: Database, spot: Spot) -> None:
        async with database.transaction() as session:
            await approve_reviews(session, spot.world.actor(who), spot.moment, [ReviewInput(spot.case, comment=who)])

    return act


async def approve_in_place(database: Database, spot: Spot) -> None:
    """The spot's substitute signs for the office; who he is, and what he is lent, is read as for a request."""
    async with database.session() as session:
        actor = await actor_of(session, spot.substitute, spot.moment)
    assert actor is not None
    async with database.transaction() as session:
        await approve_reviews(session, actor, spot.moment, [ReviewInput(spot.case, comment="代")])


async def revoke(database: Database, spot: Spot) -> None:
    async with database.transaction() as session:
        await revoke_substitution(session, spot.world.actor("office2"), spot.moment, spot.lent)


async def relay_due(database: Database, spot: Spot) -> int:
    return await relay(database, spot.moment)


async def declare_day_off(database: Database, spot: Spot) -> None:
    """The office learns, two minutes before the end, that the term's last day is no working day."""
    async with database.transaction() as session:
        office, before = spot.world.actor("office"), spot.moment - timedelta(minutes=2)
        await set_calendar_day(session, office, before, date(2026, 4, 7), working=False, reason="调休")

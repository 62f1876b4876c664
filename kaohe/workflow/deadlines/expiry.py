"""What the end of each term brings to the cases that are still there. What a human must decide is never decided here."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.failures import is_lost, waited_too_long, words_of
from kaohe.schema.savepoints import savepoint
from kaohe.workflow.aggregation import aggregate
from kaohe.workflow.appeals import ask_for_results, release
from kaohe.workflow.deadlines.remind import remind, remind_alike
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.plans.schedule import stage_rules
from kaohe.workflow.domain.policy.stages import OnExpiry
from kaohe.workflow.door import move
from kaohe.workflow.feedback import deem_acknowledged
from kaohe.workflow.situations import load_situation

log = structlog.get_logger(__name__)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Expired:
    """Who was moved on, who is held where he is, and with whom it failed (why, by case)."""

    moved: frozenset[int]
    held: tuple[int, ...]
    failed: Mapping[int, str] = field(default_factory=dict)


async def expire(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> Expired:
    """Carry out the end of a term for these cases, through the door: all at once, or each alone where that fails."""
    try:
        async with savepoint(session):
            moved = frozenset(await _act(row)(session, row, ids, now))
    except Exception as error:
        if is_lost(error) or waited_too_long(error) or len(ids) == 1:
            return _failed(row, ids, error)
        return await _each_alone(session, row, ids, now)
    return Expired(moved, tuple(one for one in ids if one not in moved))


async def outcome(session: AsyncSession, row: Row, moved: int, held: Sequence[int], now: datetime) -> str:
    """The outcome in words. Those above are told of who is held although his time is over."""
    told = f", {await remind(session, row, held, now)}" if held and await _is_overdue(session, row) else ""
    return f"moved {moved}, held {len(held)}{told}"


async def tell_of_held(session: AsyncSession, rows: Sequence[Row], now: datetime) -> dict[int, str]:
    """The same for deadlines of cases, alike in all but the case, each of which is held: who was told, by deadline."""
    if not rows or not await _is_overdue(session, rows[0]):
        return {row["id"]: "" for row in rows}
    told = await remind_alike(session, rows, sorted(row["subject_id"] for row in rows), now)
    return {one: f", {words}" for one, words in told.items()}


async def _each_alone(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> Expired:
    moved, held, failed = set[int](), list[int](), dict[int, str]()
    for one in ids:
        alone = await expire(session, row, [one], now)
        moved |= alone.moved
        held += alone.held
        failed |= alone.failed
    return Expired(frozenset(moved), tuple(held), failed)


def _failed(row: Row, ids: Sequence[int], error: Exception) -> Expired:
    if is_lost(error) or waited_too_long(error):
        raise error
    log.error("deadline_failed", deadline=row["id"], stage=row["stage"], cases=list(ids), exc_info=error)
    return Expired(frozenset(), (), dict.fromkeys(ids, words_of(error)))


async def _stage(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> Iterable[int]:
    """The policy says what the end of a stage's term brings. Adding up what is complete is no decision."""
    situation = await load_situation(session, row["body_id"], row["cycle_id"])
    on_expiry = stage_rules(situation.policy, row["stage"]).on_expiry
    actor = system(row["body_id"])
    if row["stage"] == Stage.SELF_SUMMARY and on_expiry is OnExpiry.ADVANCE:
        missed = await move(session, Subject.ASSESSMENT, ids, Command("miss_summary", actor, now), partial=True)
        return missed.states
    if row["stage"] == Stage.AGGREGATION and on_expiry is OnExpiry.ESCALATE:
        return (await aggregate(session, actor, now, ids, partial=True)).states
    return ()


async def _publicity(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> Iterable[int]:
    body_id = row["body_id"]
    command = Command("close_publicity", system(body_id), now)
    closed = await move(session, Subject.ASSESSMENT, ids, command, partial=True)
    if Stage.APPEAL in closed.states.values():
        await ask_for_results(session, await load_situation(session, body_id, row["cycle_id"]), now)
    return closed.states


async def _appeal(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> Iterable[int]:
    return (await release(session, row["body_id"], now, ids)).states


async def _acknowledgement(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> Iterable[int]:
    return (await deem_acknowledged(session, row["body_id"], now, ids)).states


async def _by_hand(session: AsyncSession, row: Row, ids: Sequence[int], now: datetime) -> Iterable[int]:
    """A human decides an objection and closes a finding: that its term is over moves nothing."""
    return ()


_ENDS: dict[tuple[str, str, int], Callable[[AsyncSession, Row, Sequence[int], datetime], Awaitable[Iterable[int]]]] = {
    ("notice", Stage.PUBLICITY, 0): _publicity,
    ("notice", Stage.APPEAL, 0): _appeal,
    ("objection", Stage.APPEAL, 0): _by_hand,
    ("objection", Stage.APPEAL, 1): _by_hand,
    ("objection", Stage.APPEAL, 2): _appeal,
    ("assessment", Stage.FEEDBACK, 1): _acknowledgement,
    ("finding", Stage.FEEDBACK, 0): _by_hand,
    ("finding", Stage.FEEDBACK, 1): _by_hand,
}


def _act(row: Row) -> Callable[[AsyncSession, Row, Sequence[int], datetime], Awaitable[Iterable[int]]]:
    return _ENDS.get((row["subject"], row["stage"], row["step"]), _stage)


async def _is_overdue(session: AsyncSession, row: Row) -> bool:
    """Whether being held when the term ends is to be told: a stage's work, an objection, a finding; not what waits for
    others."""
    act = _act(row)
    if act is _stage:
        situation = await load_situation(session, row["body_id"], row["cycle_id"])
        return stage_rules(situation.policy, row["stage"]).on_expiry is not OnExpiry.HOLD
    return act is _by_hand

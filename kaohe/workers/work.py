"""What the actors do, each until nothing waits, or until the process is asked to stop."""

from asyncio import gather
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars

from kaohe import metrics
from kaohe.clock import Clock
from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workflow.ballots import BallotKeys, boxes_wait, tend_boxes
from kaohe.workflow.deadlines import Fired, carry_out_part, enforce_next
from kaohe.workflow.deliveries import Senders, channels_of, deliver, offer
from kaohe.workflow.outbox import relay_next
from kaohe.workflow.pruning import Retention, is_to_prune, prune_next

log = structlog.get_logger(__name__)

#: Batches and parts of deadlines that one process carries out side by side.
_AT_ONCE = 2

#: Carries out what has waited longest and tells whom it fired; whether there was anything.
CarryOut = Callable[[Database, Callable[[], datetime], Callable[[Fired], None]], Awaitable[bool]]


class Work:
    """The work of one process, over its own pool of connections. All of it runs on one event loop.

    `woken` is told the name of what else now waits, so that nobody need wait for the next look at the database.
    """

    def __init__(self, database: Database, clock: Clock, settings: Settings, woken: Callable[[str], None]) -> None:
        self._database, self._clock, self._settings, self._woken = database, clock, settings, woken
        self._channels = channels_of(settings)
        self._senders = Senders(settings)
        self._keys = BallotKeys.under(settings.var)
        self._retention = Retention(
            work=timedelta(days=settings.keep_work_days),
            answers=timedelta(days=settings.keep_answers_days),
            deliveries=timedelta(days=settings.keep_deliveries_days),
            notifications=timedelta(days=settings.keep_notifications_days),
        )
        self._stopping = False

    def stop(self) -> None:
        """Begin nothing new: what runs ends with what it has in hand."""
        self._stopping = True

    async def close(self) -> None:
        """Close the connections, on the loop that opened them."""
        await self._senders.aclose()
        await self._database.close()

    async def sweep(self) -> None:
        """Carry out the deadlines that are due."""
        await self._carry_out(enforce_next)

    async def carry_out_parts(self) -> None:
        """Carry out the parts of deadlines that were shared out."""
        await self._carry_out(carry_out_part)

    async def _carry_out(self, one: CarryOut) -> None:
        """One after the other until there is none; once there was one, two at a time: the database has one in hand while
        we think about the other."""
        if not await self._carry_out_one(one):
            return
        ended = await gather(*(self._carry_out_all(one) for _ in range(_AT_ONCE)), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error

    async def _carry_out_all(self, one: CarryOut) -> None:
        while await self._carry_out_one(one):
            pass

    async def _carry_out_one(self, one: CarryOut) -> bool:
        done = not self._stopping and await one(self._database, self._clock.now, self._fired)
        if done:
            self._woken("relay")
        return done

    async def boxes_wait(self) -> bool:
        """Whether a ballot box is to be tended."""
        return await boxes_wait(self._database, self._keys)

    async def tend_boxes(self) -> None:
        """Open, close and count ballot boxes, and destroy the keys of those that are over."""
        done = await tend_boxes(self._database, self._clock.now(), self._keys)
        if done:
            log.info("boxes_tended", **asdict(done))
            self._woken("relay")

    async def relay(self) -> None:
        """Relay the outbox."""
        while not self._stopping and await relay_next(self._database, self._clock.now(), self._channels, self._relayed):
            pass

    async def offer(self) -> Sequence[tuple[int, int]]:
        """The deliveries whose turn it is, by body and id; they are the caller's for a minute."""
        return () if self._stopping else await offer(self._database, self._clock.now())

    async def deliver(self, body_id: int, delivery_id: int) -> None:
        """Try one delivery. What a receiver refuses is noted in its log, and is no failure of ours."""
        with bound_contextvars(body_id=body_id, delivery=delivery_id):
            await deliver(self._database, self._clock.now(), body_id, delivery_id, self._senders, metrics.delivered)

    async def seal(self) -> None:
        """Seal the cycles that are archived."""
        from kaohe.workflow.archive import seal_archived, signing_key  # not needed to answer the first request

        sealed = await seal_archived(self._database, self._clock.now(), signing_key(self._settings))
        if sealed:
            log.info("cycles_sealed", count=sealed)

    async def is_to_prune(self) -> bool:
        """Whether anything is past its term."""
        return await is_to_prune(self._database, self._clock.now(), self._retention)

    async def prune(self) -> None:
        """Delete what is past its term."""
        gone = Counter[str]()
        while not self._stopping and (batch := await prune_next(self._database, self._clock.now(), self._retention)):
            for table, count in batch.items():
                metrics.pruned(table, count)
            gone.update(batch)
        if gone:
            log.info("pruned", **gone)

    def _fired(self, fired: Fired) -> None:
        metrics.deadline_fired(fired.kind, fired.due_at, fired.fired_at)

    def _relayed(self, rows: Sequence[Mapping[str, Any]]) -> None:
        metrics.relayed(len(rows))
        moves = Counter((r["payload"]["subject"], r["payload"]["trigger"]) for r in rows if r["topic"] == "moved")
        for (subject, trigger), count in moves.items():
            metrics.moved(subject, trigger, count)
        jobs = Counter((row["request_id"], row["topic"], row["payload"]["subject"]) for row in rows)
        for (request_id, topic, subject), count in jobs.items():
            with bound_contextvars(**{"request_id": request_id} if request_id else {}):
                log.info("relayed", topic=topic, subject=subject, count=count)
        if any(row["payload"].get("dest") == "archived" for row in rows):
            self._woken("seal")
        if any(_tends(row["payload"]) for row in rows):
            self._woken("tend_boxes")
        if self._channels:
            self._woken("dispatch")


def _tends(payload: Mapping[str, Any]) -> bool:
    """Whether a move lets a ballot box open, or be counted, or leaves a key to be destroyed."""
    if payload["subject"] == "cycle":
        return payload.get("dest") in ("aggregation", "cancelled")
    return payload["subject"] == "ballot_box" and (
        payload.get("dest") in ("approved", "closed") or payload.get("trigger") == "restart_box"
    )

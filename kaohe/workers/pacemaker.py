"""The pacemaker (定时器) of a worker process: looks what waits, and wakes up who does it.

Its look at the database, not the message, is what nothing escapes. Messages share the work out among processes; where the
broker is away, full of what the dead left, or slow, the pacemaker's own process does the work.
"""

import asyncio
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import structlog
from dramatiq import Broker

from kaohe import metrics
from kaohe.clock import Clock
from kaohe.schema.failures import is_lost, words_of
from kaohe.schema.session import Database
from kaohe.workers.actors import Actors, Wake
from kaohe.workers.brokers import size
from kaohe.workers.hints import Hints
from kaohe.workers.waiting import is_unsealed, waiting
from kaohe.workers.work import Work

log = structlog.get_logger(__name__)

#: Work that was found waiting for so many seconds on end is done here, whatever became of its messages.
_LATE_SECONDS = 3.0

#: Messages of one queue beyond which no more wake-ups are sent: enough hands are at it.
_ENOUGH = 8

#: Looks at the deadlines for each look for cycles to seal and boxes to tend, which is dearer and seldom urgent.
_LOOKS_A_SEAL = 30

#: The same for each look for rows past their term: nobody waits for that.
_LOOKS_A_PRUNING = 600

#: Messages of the deliveries' queue beyond which none is offered: one that still lies there is offered again each minute.
_FULL = 1_000

#: Deliveries tried at once in this process, where the broker is away.
_AT_ONCE = 4


class Pacemaker:
    """One of a process. Everything runs on the workers' event loop; only sending is done in threads."""

    def __init__(self, database: Database, clock: Clock, seconds: float, broker: Broker, actors: Actors) -> None:
        self._database, self._clock, self._seconds = database, clock, seconds
        self._broker, self._actors = broker, actors
        self._asked = set[str]()
        self._look = asyncio.Event()
        self._stopping = False
        self._since: dict[str, float] = {}
        self._here: dict[str, asyncio.Task[None]] = {}
        self._hints = Hints(database.url, self._look.set)

    def wake(self, name: str) -> None:
        """Work of this name waits now: look at once."""
        self._asked.add(name)
        self._look.set()

    def stop(self) -> None:
        """End after the present look; what runs in this process is waited for by `run`."""
        self._stopping = True
        self._look.set()

    async def run(self, work: Work) -> None:
        """Look every so many seconds, and at once when somebody asks, until stopped."""
        looks = 0
        while not self._stopping:
            self._look.clear()
            if looks % _LOOKS_A_SEAL == 0:
                self._asked |= {"seal", "tend_boxes"}
            if looks % _LOOKS_A_PRUNING == 0:
                self._asked.add("prune")
            looks += 1
            await self._beat(work)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), self._seconds)
        await self._hints.close()
        await asyncio.gather(*self._here.values(), return_exceptions=True)

    async def dispatch(self, work: Work) -> None:
        """Send out the deliveries whose turn it is, each as a message with its ids, as long as the queue has room."""
        while await self._has_room() and (offered := await work.offer()):
            for place, ids in enumerate(offered):
                if not await self._send(self._actors.deliver.message(*ids)):
                    await _some_at_once(work.deliver(*one) for one in offered[place:])
                    break

    async def _beat(self, work: Work) -> None:
        metrics.heartbeat()  # alive, whatever the database says: nobody should restart it for that
        asked, self._asked = self._asked, set()
        try:
            await self._hints.listen()
            found = await waiting(self._database, self._clock.now())
            if "seal" in asked and await is_unsealed(self._database):
                found.add("seal")
            if "tend_boxes" in asked and await work.boxes_wait():
                found.add("tend_boxes")
            if "prune" in asked and await work.is_to_prune():
                found.add("prune")
        except Exception as error:  # the database is away, or the statement is wrong: either way the next look tells
            log.warning("look_failed", error=words_of(error), exc_info=not is_lost(error))
            metrics.sweep_failed()
            return
        at = time.monotonic()
        self._since = {name: self._since.get(name, at) for name in found}
        for name, actor in self._actors.by_work().items():
            if name in found and (at - self._since[name] > _LATE_SECONDS or not await self._wake_up(actor)):
                self._do_here(name, work)

    async def _wake_up(self, actor: Wake) -> bool:
        """Send a message, unless enough are there. Whether the broker answered."""
        try:
            if await asyncio.to_thread(size, self._broker, actor.queue_name) >= _ENOUGH:
                return True
        except Exception as away:
            return self._away(away)
        return await self._send(actor.message())

    async def _has_room(self) -> bool:
        """Whether more deliveries may be sent to the broker; if it is away, they are tried here."""
        try:
            return await asyncio.to_thread(size, self._broker, self._actors.deliver.queue_name) < _FULL
        except Exception as away:
            self._away(away)
            return True

    async def _send(self, message: Any) -> bool:
        try:
            await asyncio.to_thread(self._broker.enqueue, message)
        except Exception as away:
            return self._away(away)
        return True

    def _away(self, error: Exception) -> bool:
        log.warning("broker_away", error=str(error))
        return False

    def _do_here(self, name: str, work: Work) -> None:
        running = self._here.get(name)
        if running is None or running.done():
            self._here[name] = asyncio.create_task(self._guarded(name, self._doing(name, work)))

    def _doing(self, name: str, work: Work) -> Coroutine[Any, Any, None]:
        return self.dispatch(work) if name == "dispatch" else getattr(work, name)()

    async def _guarded(self, name: str, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await doing
        except Exception:
            log.exception("work_failed", work=name)
            metrics.sweep_failed()


async def _some_at_once(deliveries: Any) -> None:
    room = asyncio.Semaphore(_AT_ONCE)

    async def one(delivery: Coroutine[Any, Any, None]) -> None:
        async with room:
            await delivery

    ends = await asyncio.gather(*(one(delivery) for delivery in deliveries), return_exceptions=True)
    for end in ends:
        if isinstance(end, BaseException):
            raise end

"""The actors (后台任务), the same on every broker. Each is a no-op where nothing waits."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import dramatiq

from kaohe.workers.queues import ARCHIVE, BALLOTS, BULK, DEADLINES, NOTIFICATIONS, OUTBOX
from kaohe.workers.work import Work

Wake = dramatiq.Actor[[], Any]


@dataclass(frozen=True)
class Actors:
    """The actors of one broker. Those that wake up for a kind of work take no arguments; `deliver` takes the ids
    (body, delivery)."""

    sweep: Wake
    carry_out_parts: Wake
    tend_boxes: Wake
    relay: Wake
    dispatch: Wake
    seal: Wake
    prune: Wake
    deliver: dramatiq.Actor[[int, int], Any]

    def by_work(self) -> dict[str, Wake]:
        """Those without arguments by the name of their work, in the order in which one brings work to the next."""
        in_order = (
            self.sweep,
            self.carry_out_parts,
            self.relay,
            self.tend_boxes,
            self.dispatch,
            self.seal,
            self.prune,
        )
        return {one.actor_name: one for one in in_order}


def declare(broker: dramatiq.Broker, work: Callable[[], Work], dispatch: Callable[[], Awaitable[None]]) -> Actors:
    """Declare the actors on a broker. `work` is asked for when a message comes: it is made where the workers run."""

    async def sweep() -> None:
        await work().sweep()

    async def carry_out_parts() -> None:
        await work().carry_out_parts()

    async def tend_boxes() -> None:
        await work().tend_boxes()

    async def relay() -> None:
        await work().relay()

    async def seal() -> None:
        await work().seal()

    async def prune() -> None:
        await work().prune()

    async def deliver(body_id: int, delivery_id: int) -> None:
        await work().deliver(body_id, delivery_id)

    async def send_out() -> None:
        await dispatch()

    return Actors(
        sweep=dramatiq.actor(broker=broker, queue_name=DEADLINES)(sweep),
        carry_out_parts=dramatiq.actor(broker=broker, queue_name=BULK)(carry_out_parts),
        tend_boxes=dramatiq.actor(broker=broker, queue_name=BALLOTS)(tend_boxes),
        relay=dramatiq.actor(broker=broker, queue_name=OUTBOX)(relay),
        dispatch=dramatiq.actor(broker=broker, queue_name=NOTIFICATIONS, actor_name="dispatch")(send_out),
        seal=dramatiq.actor(broker=broker, queue_name=ARCHIVE)(seal),
        prune=dramatiq.actor(broker=broker, queue_name=ARCHIVE)(prune),
        deliver=dramatiq.actor(broker=broker, queue_name=NOTIFICATIONS)(deliver),
    )

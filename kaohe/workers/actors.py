"""The actors (后台任务): one sweeps the deadlines, one relays the outbox, one seals archived cycles. Each is a no-op
where nothing waits."""

from dataclasses import dataclass
from typing import Any

import dramatiq
import structlog

from kaohe.clock import Clock
from kaohe.config import Settings
from kaohe.schema.session import Database
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.outbox import relay

log = structlog.get_logger(__name__)

DEADLINES = "deadlines"
OUTBOX = "outbox"
ARCHIVE = "archive"


@dataclass(frozen=True)
class Actors:
    """The actors of one broker. They take no arguments: what there is to do stands in the database."""

    sweep: dramatiq.Actor[[], Any]
    relay: dramatiq.Actor[[], Any]
    seal: dramatiq.Actor[[], Any]


def declare(broker: dramatiq.Broker, database: Database, clock: Clock, settings: Settings) -> Actors:
    """Declare the actors on a broker. They run on the event loop of its workers, over `database`."""

    async def sweep_deadlines() -> None:
        fired = await enforce_due(database, clock.now())
        if fired:
            log.info("deadlines_fired", count=fired)
            actors.relay.send()

    async def relay_outbox() -> None:
        relayed = await relay(database, clock.now())
        if relayed:
            log.info("outbox_relayed", count=relayed)

    async def seal_archives() -> None:
        from kaohe.workflow.archive import seal_archived, signing_key  # not needed to answer the first request

        sealed = await seal_archived(database, clock.now(), signing_key(settings))
        if sealed:
            log.info("cycles_sealed", count=sealed)

    actors = Actors(
        sweep=dramatiq.actor(broker=broker, queue_name=DEADLINES)(sweep_deadlines),
        relay=dramatiq.actor(broker=broker, queue_name=OUTBOX)(relay_outbox),
        seal=dramatiq.actor(broker=broker, queue_name=ARCHIVE)(seal_archives),
    )
    return actors

"""One run: everything falls due, people work, everything fails, and in the end all of it is as it must be."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chaos.arm import arm
from chaos.checks import Findings, check_all
from chaos.errands import errands
from chaos.faults import Done, Faults
from chaos.figures import Figures, figures
from chaos.load import Load, Sent
from chaos.quiet import until_quiet
from chaos.schedule import Planned, draw
from chaos.stage import APIS, WORKERS, Stage

#: How long a person asks again for an answer, and how long we wait for quiet, once the faults are over.
PATIENCE_SECONDS = 90.0
QUIET_WITHIN_SECONDS = 120.0


@dataclass(frozen=True)
class Plan:
    """What a run does to the world: `spread` seconds in which its deadlines are due, `seconds` of `faults`."""

    seed: int
    spread: float
    seconds: float
    faults: int

    def schedule(self) -> Sequence[Planned]:
        return draw(self.seed, self.seconds, count=self.faults, workers=WORKERS, apis=APIS)


@dataclass(frozen=True)
class Run:
    """What a run came to. It passed if there are no findings."""

    plan: Plan
    armed: int
    schedule: Sequence[Planned]
    done: Sequence[Done]
    revived: Sequence[str]
    sent: Sequence[Sent]
    figures: Figures
    quiet_after: float
    seconds: float
    findings: dict[str, Findings]

    @property
    def passed(self) -> bool:
        return not self.findings


async def run(stage: Stage, plan: Plan) -> Run:
    """Carry out a plan on a fresh copy of the stage's world."""
    assert stage.world is not None, "the stage is not prepared"
    await stage.begin()
    begun = time.monotonic()
    async with stage.database() as database:
        armed = await arm(
            database, plan.seed, datetime.now(UTC) + timedelta(seconds=0.5), timedelta(seconds=plan.spread)
        )
        faults = Faults(stage.topology)
        addresses = [api.address for api in stage.topology.apis.values()]
        load = Load(addresses, errands(stage.world, plan.seed, plan.spread), plan.seed)
        keeping_up = asyncio.create_task(faults.keep_up())
        schedule = plan.schedule()
        findings: dict[str, Findings] = {}
        quiet_after = QUIET_WITHIN_SECONDS
        try:
            await asyncio.gather(faults.run(schedule), load.run(PATIENCE_SECONDS))
            with stage.topology.redis.client() as broker:
                quiet_after = await until_quiet(database, broker, armed.ends, QUIET_WITHIN_SECONDS)
        except TimeoutError as restless:
            findings["quiet"] = [str(restless)]
        finally:
            keeping_up.cancel()
            with suppress(asyncio.CancelledError):
                await keeping_up
        async with database.session() as session:
            findings |= await check_all(session, armed.ends, load.sent)
            counted = await figures(session, armed.begins, armed.ends)
    return Run(
        plan=plan,
        armed=armed.deadlines,
        schedule=schedule,
        done=faults.done,
        revived=faults.revived,
        sent=load.sent,
        figures=counted,
        quiet_after=quiet_after,
        seconds=time.monotonic() - begun,
        findings=findings,
    )

"""The whole rehearsal: a database, a server on it, the roster and the policy, then quarter after quarter."""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day
from random import Random

import uvloop
from rich.console import Console

from kaohe.clock import SetClock
from kaohe.config import Settings
from kaohe.policies.shipped import shipped_text
from kaohe.rehearsal.administrator import import_roster
from kaohe.rehearsal.agenda import Agenda
from kaohe.rehearsal.archives import archive
from kaohe.rehearsal.client import Client
from kaohe.rehearsal.database import claim, database_url
from kaohe.rehearsal.documents import STATISTICS
from kaohe.rehearsal.founding import Founder, found_body
from kaohe.rehearsal.office import publish_policy
from kaohe.rehearsal.options import Options
from kaohe.rehearsal.people import OFFICE, People
from kaohe.rehearsal.plays import PLAYS, roster_of
from kaohe.rehearsal.progress import Progress
from kaohe.rehearsal.report import QuarterReport, Report
from kaohe.rehearsal.server import Stage, serve
from kaohe.rehearsal.world import World
from kaohe.schema.migrate import upgrade
from kaohe.schema.session import Database
from kaohe.workflow.domain.calendar import BUSINESS_ZONE

#: Everybody signs in once for the whole year.
_SESSION_HOURS = 24.0 * 365 * 10


@dataclass(frozen=True)
class _Company:
    """The server with everybody who acts on it."""

    body_key: str
    stage: Stage
    client: Client
    people: People
    settings: Settings


def rehearse(options: Options, console: Console) -> Report:
    """Rehearse; RehearsalStopped where anything goes otherwise than it should. Call it from the main thread."""
    options.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with database_url(options) as url, Progress(console) as progress:
        upgrade(url)
        # uvloop sends at once whatever is written; asyncio would not on a socket of ours, at 40 ms an answer.
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_rehearse(options, url, progress))


async def _rehearse(options: Options, url: str, progress: Progress) -> Report:
    report, began = Report(options.folder), time.perf_counter()
    async with _company(options, url, progress) as company:
        worlds = list(_worlds(options, company, progress))
        for world in worlds:
            PLAYS[options.policy].plan(world)
        for world in worlds:
            report.quarters.append(await _quarter(world, company))
        report.requests = company.client.requests
    report.seconds = time.perf_counter() - began
    return report


def _worlds(options: Options, company: _Company, progress: Progress) -> Iterator[World]:
    chance, agenda = Random(options.seed), Agenda()  # noqa: S311 - choices of a play, repeatable by the seed
    for place, quarter in enumerate(options.periods(), start=1):
        of_quarter = Random(chance.random())  # noqa: S311 - as above
        last = place == options.quarters
        yield World(options, company.stage, company.people, progress, quarter, of_quarter, agenda, last)


@asynccontextmanager
async def _company(options: Options, url: str, progress: Progress) -> AsyncIterator[_Company]:
    """The server up, the body founded, the roster imported and the policy published."""
    start = datetime.combine(date(options.year, 1, 1), time_of_day(9), BUSINESS_ZONE)
    settings = Settings(var=options.folder, session_hours=_SESSION_HOURS).model_copy(update={"database_url": url})
    database = Database(url, pool_size=1)
    try:
        await claim(database)
        body_key, founder = await found_body(database, start, PLAYS[options.policy].body)
    finally:
        await database.close()
    async with serve(settings, SetClock(start)) as stage:
        client = Client(stage.address)
        try:
            people = await _move_in(options, client, founder, progress)
            yield _Company(body_key, stage, client, people, settings)
        finally:
            await client.close()


async def _move_in(options: Options, client: Client, founder: Founder, progress: Progress) -> People:
    administrator = await client.sign_in(founder.name, founder.login, founder.password)
    password = secrets.token_urlsafe(12)
    rows = await import_roster(administrator, *roster_of(options), password)
    people = await People.read(client, administrator, password, but=founder.login)
    progress.step(f"花名册 · roster: {rows} rows, {len(people.members)} people with an account")
    office = await people.session(people.the(OFFICE))
    await publish_policy(office, shipped_text(options.policy))
    return people


async def _quarter(world: World, company: _Company) -> QuarterReport:
    scheme = PLAYS[world.options.policy]
    cases = await scheme.play(world)
    office = await world.office()
    return QuarterReport(
        period=world.quarter.key,
        people=len(cases),
        events=world.events,
        stages=Counter(case["stage"] for case in cases),
        grants=(await world.cycle())["quota"]["grants"],
        statistics=(await office.read(STATISTICS, cycle=world.cycle_id))["statistics"],
        archive=await archive(world, company.settings, company.body_key),
        figures=await scheme.figures(world, cases),
    )

"""Summaries of a quarter in the two districts: most are in time, some late, some are never written."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from kaohe.rehearsal.client import Session
from kaohe.rehearsal.failures import must
from kaohe.rehearsal.people import Member
from kaohe.rehearsal.person import own_case
from kaohe.rehearsal.plays.steps import step
from kaohe.rehearsal.world import World, together
from kaohe.rehearsal.writing import chance_of, summary

#: Of so many people one is late, and one never writes.
_LATE_OF, _MISSED_OF = 60, 90

Beside = Callable[[Session, Member, str], Awaitable[Mapping[str, Any]]]
"""What somebody hands in beside the text: by his session and the id of his case."""


async def _nothing(_session: Session, _member: Member, _case_id: str) -> Mapping[str, Any]:
    return {}


async def collect(world: World, beside: Beside = _nothing) -> None:
    """Everybody writes a summary of some two hundred characters; at its end the term of the summaries is over."""
    await step(world, "个人小结 · summaries")
    late, missed = _unpunctual(world)
    writing = [one for one in world.people.assessed if one.number not in {*late, *missed}]
    await together(_write(world, member, beside) for member in writing)
    await world.at(await world.due("SELF_SUMMARY"))
    states = [case for case in await world.cases() if case["summaryState"] == "MISSED"]
    must(len(states) == len(late) + len(missed), f"{len(late) + len(missed)} summaries were missed, not {len(states)}")
    await world.later(hours=9)
    await together(_write_late(world, world.people.by_number[one], beside) for one in late)
    world.happened("summary_missed", len(missed))


def _unpunctual(world: World) -> tuple[list[str], list[str]]:
    """Who is late, and who never writes, among those without an office."""
    able = [one.number for one in world.people.assessed if one.ordinary]
    late, missed = max(1, len(able) // _LATE_OF), max(1, len(able) // _MISSED_OF)
    chosen = world.chance.sample(able, late + missed)
    return chosen[:late], chosen[late:]


async def _write(world: World, member: Member, beside: Beside) -> None:
    session = await world.people.session(member)
    for task in await world.desk(session, "write_summary"):
        await _submit(world, session, member, task["subjectId"], beside)
        world.happened("summary_submitted")


async def _write_late(world: World, member: Member, beside: Beside) -> None:
    session = await world.people.session(member)
    await _submit(world, session, member, await own_case(world, session), beside)
    world.happened("summary_late")


async def _submit(world: World, session: Session, member: Member, case_id: str, beside: Beside) -> None:
    text = summary(member.name, chance_of(world.options.seed, member.number, world.quarter.key))
    given = {"assessmentId": case_id, "text": text, **await beside(session, member, case_id)}
    await session.do("submitSummary", given)

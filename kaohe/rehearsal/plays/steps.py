"""What the plays of all schemes share."""

from collections.abc import Sequence
from datetime import date, datetime, time

from kaohe.rehearsal import committee
from kaohe.rehearsal.casting import Cast
from kaohe.rehearsal.checks import check_quarter
from kaohe.rehearsal.closing import run_to_archive
from kaohe.rehearsal.documents import RATES
from kaohe.rehearsal.failures import must
from kaohe.rehearsal.objections import file_all
from kaohe.rehearsal.telling import count_deemed
from kaohe.rehearsal.world import Node, World
from kaohe.workflow.domain.calendar import BUSINESS_ZONE, WorkCalendar

_MORNING = time(9)

#: Both districts let people write for so many working days more (S1-12).
_BACKFILL_DAYS = 5


def opening_day(world: World) -> datetime:
    """Nine o'clock on the first working day after the quarter."""
    first = date(*world.quarter.next_month, 1)
    return datetime.combine(WorkCalendar().roll(first).last_day, _MORNING, BUSINESS_ZONE)


async def step(world: World, words: str) -> None:
    """Say that a step begins, and how many cases have reached which stage."""
    counts: dict[str, int] = {}
    if world.cycle_id:
        for one in (await world.cycle())["progress"]:
            counts[one["stage"]] = counts.get(one["stage"], 0) + one["count"]
    told = "  ".join(f"{stage.lower()} {count}" for stage, count in counts.items())
    world.progress.step(
        f"{world.quarter.key}  {world.now.astimezone(BUSINESS_ZONE):%Y-%m-%d}  {words}  {told}".rstrip()
    )


async def by_number(world: World) -> dict[str, Node]:
    """The cycle's cases by staff number."""
    return {str(case["person"]["number"]): case for case in await world.cases()}


async def records_are_closed(world: World) -> None:
    """Wait until nothing of the quarter can be written any more: before that nobody's score is added up (S1-13)."""
    await world.at(WorkCalendar().add_working_days(world.quarter.days[1], _BACKFILL_DAYS).ends_at)


async def decide(world: World) -> None:
    """The committee decides about everybody in one session."""
    await step(world, "领导小组研究 · decision")
    await committee.hold_session(world, await committee.decisions_of(world))
    await world.settle()
    stages = {case["stage"] for case in await world.cases()}
    must(stages == {"PUBLICITY"}, f"everybody is decided, not {sorted(stages)}")


async def publish_and_archive(world: World, ends: Sequence[str], *, approvers_refuse: bool = True) -> list[Node]:
    """Publicity, objections that come to these `ends`, feedback, archive; the cases as they are at the end."""
    await step(world, "公示、异议 · publicity and objections")
    await world.later(days=1)
    nobody = Cast()
    docket = await file_all(world, nobody, await by_number(world), ends)
    await step(world, "复核、反馈 · second looks, feedback")
    silent = next(one.unit for one in reversed(world.people.assessed) if one.ordinary)
    await run_to_archive(world, nobody, docket, silent, approvers_refuse=approvers_refuse)
    ended = await check_quarter(world)
    count_deemed(world, ended)
    return ended


async def rate_of(world: World, kind: str) -> tuple[int, int]:
    """How many records of a kind were due in the quarter, and how many of them there are (记载率)."""
    office = await world.office()
    rates = await office.pages(RATES, ["recordingRates"], cycle=world.cycle_id, kind=kind)
    return sum(one["due"] for one in rates), sum(one["recorded"] for one in rates)


def percent(part: int, whole: int) -> str:
    """A share in words; a dash of nothing."""
    return f"{100 * part / whole:.1f} %" if whole else "—"

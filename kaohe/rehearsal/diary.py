"""Keeping records (工作纪实): who writes what and when, over a whole quarter, planned on the agenda."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from kaohe.rehearsal.agenda import Act
from kaohe.rehearsal.documents import RECORDS
from kaohe.rehearsal.people import MAIN_LEADER, UNIT_CLERK, Member
from kaohe.rehearsal.world import World, together
from kaohe.rehearsal.writing import annual_summary, chance_of, daily_log, work_items
from kaohe.workflow.domain.calendar import BUSINESS_ZONE, WorkCalendar

#: Of a hundred people so many forget something in a week or month; more than half of them notice, and write it in time.
_FORGET, _NOTICE = 0.03, 0.6

#: So many working days after a week's or month's end it is still accepted, and after so many refused (S1-12: within five).
_IN_TIME, _TOO_LATE = 1, 7

#: Of so many people one is on leave in a quarter.
_ON_LEAVE_OF = 60
_LEAVE_DAYS = 3

#: What is forgotten is one of the last so many days, so that it can still be written in the week after.
_LAST = 3

_EVENING = time(17, 30)

Records = Sequence[Mapping[str, Any]]

Written = Callable[[Member], Records]
"""What somebody has to write."""


@dataclass
class _Forgotten:
    """What was not written in its time, by staff number, and who is to try it too late."""

    noticed: dict[str, Records] = field(default_factory=dict)
    too_late: dict[str, Records] = field(default_factory=dict)


def plan_daily_logs(world: World) -> None:
    """Plan a quarter of daily logs (S1-5): each week's at its end, all days of it in one request."""
    weeks = list(_weeks(*world.quarter.days))[: world.options.weeks]
    away: dict[str, frozenset[date]] = {}
    if len(weeks) > 1:
        _plan(world, weeks[0][-1], partial(_record_leave, world, weeks[1], away))
    for place, week in enumerate(weeks):
        _plan_writing(world, week[-1], partial(_week_of, world, week, away), first=not place)
        _plan(world, week[-1], partial(_look, world, week, place))
    if len(weeks) > 1:
        _plan(world, weeks[1][-1], partial(_redact, world, weeks[1]))


def plan_annual_summary(world: World) -> None:
    """Plan the year's summaries for the last day of its last quarter (S1-7)."""

    def one(member: Member) -> Records:
        text = annual_summary(member.name, chance_of(world.options.seed, member.number, "annual"))
        return [{"kind": "ANNUAL_SUMMARY", "covers": str(world.quarter.year), "text": text}]

    if world.quarter.number == 4:
        _plan_writing(world, world.quarter.days[1], one, first=False)


def plan_months(world: World) -> None:
    """Plan the three month records and the quarterly inventory (S0-21, S0-22)."""
    for place, month in enumerate(world.quarter.months):
        year, number = map(int, month.split("-"))
        last = date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
        _plan_writing(world, last, partial(_items, world, "MONTHLY_RECORD", month), first=not place)
    inventory = partial(_items, world, "INVENTORY", world.quarter.key)
    _plan_writing(world, world.quarter.days[1], inventory, first=False)


def _plan_writing(world: World, day: date, written: Written, *, first: bool) -> None:
    """Everybody writes on the evening of `day`; who forgot something some days later; with the `first` of the quarter
    somebody too late."""
    forgotten = _Forgotten()
    calendar = WorkCalendar()
    _plan(world, day, partial(_write, world, written, forgotten, first))
    _plan(world, calendar.add_working_days(day, _IN_TIME).last_day, partial(_write_later, world, forgotten))
    if first:
        _plan(world, calendar.add_working_days(day, _TOO_LATE).last_day, partial(_write_too_late, world, forgotten))


def _plan(world: World, day: date, act: Act) -> None:
    world.agenda.plan(datetime.combine(day, _EVENING, BUSINESS_ZONE), act)


async def _write(world: World, written: Written, forgotten: _Forgotten, first: bool) -> None:
    acts = []
    for member in world.people.assessed:
        records = list(written(member))
        if first and not forgotten.too_late and member.ordinary and records:
            forgotten.too_late[member.number] = [records.pop()]
        elif records and world.chance.random() < _FORGET:
            left_out = records.pop(-1 - world.chance.randrange(min(_LAST, len(records))))
            if world.chance.random() < _NOTICE:
                forgotten.noticed[member.number] = [left_out]
        if records:
            acts.append(_send(world, member, records, "record_written"))
    await together(acts)


async def _write_later(world: World, forgotten: _Forgotten) -> None:
    """Written after its day, within the term (补记)."""
    of_number = world.people.by_number
    await together(_send(world, of_number[one], what, "record_backfilled") for one, what in forgotten.noticed.items())


async def _write_too_late(world: World, forgotten: _Forgotten) -> None:
    """Five working days are over: the system accepts it no more (S1-12)."""
    for number, records in forgotten.too_late.items():
        session = await world.people.session(world.people.by_number[number])
        await session.refused("writeRecords", {"records": records}, "RECORD_TOO_LATE")
        world.happened("record_refused", len(records))


async def _send(world: World, member: Member, records: Records, event: str) -> None:
    session = await world.people.session(member)
    await session.do("writeRecords", {"records": list(records)})
    world.happened(event, len(records))


def _week_of(world: World, week: Sequence[date], away: Mapping[str, frozenset[date]], member: Member) -> Records:
    chance = chance_of(world.options.seed, member.number, str(week[0]))
    days = [day for day in week if day not in away.get(member.number, ())]
    return [daily_log(str(day), chance) for day in days]


def _items(world: World, kind: str, covers: str, member: Member) -> Records:
    items = list(work_items(2, chance_of(world.options.seed, member.number, covers)))
    return [{"kind": kind, "covers": covers, "items": items}]


async def _record_leave(world: World, week: Sequence[date], away: dict[str, frozenset[date]]) -> None:
    """Some have leave in the week that comes; their clerks record it, and no log is due of them then."""
    days = week[:_LEAVE_DAYS]
    for member in world.people.assessed:
        if member.ordinary and world.chance.randrange(_ON_LEAVE_OF) == 0:
            clerk = await world.people.session(world.people.the(UNIT_CLERK, member.unit))
            given = {"personId": member.id, "kind": "ANNUAL", "starts": str(days[0]), "ends": str(days[-1])}
            await clerk.do("recordLeave", given)
            away[member.number] = frozenset(days)
            world.happened("leave_recorded")


async def _look(world: World, week: Sequence[date], place: int) -> None:
    """Leaders look at what their people wrote: each unit's once in a quarter (S1-10)."""
    leaders = world.people.holding(MAIN_LEADER)
    turn = leaders[place :: max(1, world.options.weeks or 13)]
    await together(_read(world, leader, week) for leader in turn)


async def _read(world: World, leader: Member, week: Sequence[date]) -> None:
    session = await world.people.session(leader)
    found = await session.read(RECORDS, unit=leader.unit, **{"from": str(week[0]), "to": str(week[-1])})
    world.happened("records_looked_at", found["workRecords"]["totalCount"])


async def _redact(world: World, week: Sequence[date]) -> None:
    """A log says what not everybody may read: the unit's leader takes it out, and a trace stays (Cross-8)."""
    writer = next(one for one in world.people.assessed if one.ordinary)
    leader = await world.people.session(world.people.the(MAIN_LEADER, writer.unit))
    found = await leader.read(RECORDS, unit=writer.unit, **{"from": str(week[0]), "to": str(week[-1])})
    record = found["workRecords"]["edges"][0]["node"]
    await leader.do("redactRecord", {"recordId": record["id"], "place": "text", "reason": "涉及群众隐私，脱密处理"})
    world.happened("record_redacted")


def _weeks(first: date, last: date) -> Iterator[list[date]]:
    """The working days of a quarter, week by week; weeks without any are left out."""
    calendar, week = WorkCalendar(), list[date]()
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if calendar.is_working_day(day):
            week.append(day)
        if (day.weekday() == 6 or day == last) and week:
            yield week
            week = []

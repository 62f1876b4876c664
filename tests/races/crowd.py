"""Bureaus in bulk: many small ones, or a large one, each with an open cycle, made in a few statements."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import INDICATORS
from support.world import MONTHS, World

from kaohe.policies.shipped import shipped_text
from kaohe.schema.models import Account, Body, MonthlyPerformance, Person, RoleGrant, Unit
from kaohe.workflow import policies
from kaohe.workflow.aggregation import record_scores
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.roles import Role, person_key, role_key

#: Who runs a bureau without being assessed in it, and his roles; those of a unit are held at every unit.
STAFF: dict[str, tuple[Role, ...]] = {
    "office": (Role.OFFICE,),
    "office2": (Role.OFFICE,),
    "clerk": (Role.UNIT_CLERK,),
    "leader": (Role.MAIN_LEADER,),
    "deputy": (Role.LEADER_IN_CHARGE,),
}
_OF_UNITS = frozenset({Role.UNIT_CLERK, Role.MAIN_LEADER, Role.LEADER_IN_CHARGE})


def people_of(world: World) -> list[str]:
    """The names of those who are assessed."""
    return [name for name in world.people if name not in STAFF]


async def make_bureaus(session: AsyncSession, count: int, people: int, units: int = 1) -> list[World]:
    """`count` bureaus with `people` assessed each, spread over `units`; no cycle yet."""
    bodies = [Body(key=f"bureau{number}", name=f"第{number}公安局") for number in range(count)]
    worlds = [World(body.id) for body in await _added(session, bodies)]
    roots = [Unit(body_id=one.body_id, key="root", name="公安局", position=0) for one in worlds]
    for world, root in zip(worlds, await _added(session, roots), strict=True):
        world.units["root"] = root.id
    below = [
        Unit(body_id=one.body_id, key=f"u{n}", name=f"第{n}大队", parent_id=one.units["root"], position=n)
        for one in worlds
        for n in range(1, units + 1)
    ]
    by_body = {world.body_id: world for world in worlds}
    for unit in await _added(session, below):
        by_body[unit.body_id].units[unit.key] = unit.id
    await _staffed(session, worlds, people)
    return worlds


async def open_cycles(session: AsyncSession, worlds: Iterable[World], now: datetime) -> None:
    """Publish the county's policy in each bureau and open its first quarter."""
    for world in worlds:
        office = world.actor("office")
        await policies.publish(session, office, now, shipped_text("county-psb"))
        world.cycle_id = await create_cycle(session, office, now, "county-psb", "2026Q1")
        await open_cycle(session, office, now, world.cycle_id)


async def score_all(session: AsyncSession, world: World, now: datetime) -> None:
    """The clerk's scores for everybody, so that aggregation lacks nothing."""
    cases = await cases_of(session, world)
    await record_scores(
        session, world.actor("clerk"), now, {one: dict.fromkeys(INDICATORS, Decimal(92)) for one in cases}
    )


async def cases_of(session: AsyncSession, world: World) -> list[int]:
    """The cases of the bureau's cycle, in the order of `people_of`."""
    found = await session.scalars(
        text("SELECT id FROM assessment WHERE body_id = :body AND cycle_id = :cycle ORDER BY person_id"),
        {"body": world.body_id, "cycle": world.cycle_id},
    )
    return list(found)


async def _staffed(session: AsyncSession, worlds: Sequence[World], people: int) -> None:
    names = [*STAFF, *(f"p{n}" for n in range(people))]
    persons = await _added(
        session,
        [
            Person(
                body_id=world.body_id,
                number=name,
                name=name,
                unit_id=_unit_of(world, name),
                post="民警",
                rank="一级警员",
                management="county_managed" if name in STAFF else "",
            )
            for world in worlds
            for name in names
        ],
    )
    by_body = {world.body_id: world for world in worlds}
    accounts = [
        Account(body_id=p.body_id, person_id=p.id, login=f"{p.body_id}-{p.name}", password_hash="!", disabled=False)
        for p in persons
    ]
    for person, account in zip(persons, await _added(session, accounts), strict=True):
        world = by_body[person.body_id]
        world.people[person.name], world.accounts[person.name] = person.id, account.id
        world.unit_of[person.name], world.keys[person.name] = person.unit_id, {person_key(person.id)}
    session.add_all(
        MonthlyPerformance(body_id=p.body_id, person_id=p.id, month=month, score=90)
        for p in persons
        for month in MONTHS
        if p.name not in STAFF
    )
    await _granted(session, worlds)


async def _granted(session: AsyncSession, worlds: Sequence[World]) -> None:
    grants = []
    for world in worlds:
        for name, roles in STAFF.items():
            for role in roles:
                at = [id_ for key, id_ in world.units.items() if key != "root"] if role in _OF_UNITS else [None]
                for unit_id in at:
                    grants.append(
                        RoleGrant(body_id=world.body_id, person_id=world.people[name], role=role, unit_id=unit_id)
                    )
                    world.keys[name].add(role_key(role, unit_id))
    await _added(session, grants)


def _unit_of(world: World, name: str) -> int:
    if name in STAFF:
        return world.units["root"]
    below = [id_ for key, id_ in world.units.items() if key != "root"]
    return below[int(name[1:]) % len(below)]


async def _added(session: AsyncSession, rows: list) -> list:  # type: ignore[type-arg] # rows of one model or another
    session.add_all(rows)
    await session.flush()
    return rows

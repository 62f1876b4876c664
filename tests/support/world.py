"""A small bureau for tests: a root unit with its leaders, two units with a leader, a clerk and four people each."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.policies.shipped import shipped_text
from kaohe.schema.models import Account, Body, MonthlyPerformance, Person, RoleGrant, Unit
from kaohe.workflow import policies
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import Role, person_key, role_key

MONTHS = ("2026-01", "2026-02", "2026-03")


@dataclass
class World:
    """The ids of everything, by short names: units `root`, `a`, `b`; people `a1` … `a4`, `a_clerk`, `a_leader`, `chief` …"""

    body_id: int
    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)
    unit_of: dict[str, int] = field(default_factory=dict)
    cycle_id: int = 0

    def actor(self, name: str) -> Actor:
        """The person of that name as he is when signed in."""
        return Actor(
            body_id=self.body_id,
            name=name,
            account_id=self.accounts[name],
            person_id=self.people[name],
            unit_id=self.unit_of[name],
            keys=frozenset(self.keys[name]),
        )

    async def case(self, session: AsyncSession, name: str) -> int:
        """The id of a person's case in the open cycle."""
        found = await session.scalar(
            text("SELECT id FROM assessment WHERE body_id = :body AND cycle_id = :cycle AND person_id = :person"),
            {"body": self.body_id, "cycle": self.cycle_id, "person": self.people[name]},
        )
        assert found is not None
        return int(found)

    async def cases(self, session: AsyncSession, *names: str) -> list[int]:
        return [await self.case(session, name) for name in names]

    async def list_of(self, session: AsyncSession, unit: str) -> int:
        """The id of a unit's result list."""
        found = await session.scalar(
            text("SELECT id FROM unit_list WHERE body_id = :body AND cycle_id = :cycle AND unit_id = :unit"),
            {"body": self.body_id, "cycle": self.cycle_id, "unit": self.units[unit]},
        )
        assert found is not None
        return int(found)

    async def state(self, session: AsyncSession, name: str) -> str:
        found = await session.scalar(
            text("SELECT state FROM assessment WHERE body_id = :body AND id = :id"),
            {"body": self.body_id, "id": await self.case(session, name)},
        )
        return str(found)


async def make_world(session: AsyncSession, key: str = "psb") -> World:
    """The people and their roles; no cycle yet."""
    body = Body(key=key, name="某县公安局")
    session.add(body)
    await session.flush()
    world = World(body.id)
    await _unit(session, world, "root", "某县公安局", None)
    for name, label in (("a", "刑警大队"), ("b", "城关派出所")):
        await _unit(session, world, name, label, "root")
    await _unit(session, world, "county", "县公务员主管部门", None, outside=True)
    for index, name in enumerate(("chief", "deputy", "member3", "member4", "member5")):
        await _person(session, world, name, "root", management="county_managed", number=f"L{index}")
        await _grant(session, world, name, Role.COMMITTEE_MEMBER)
    await _grant(session, world, "chief", Role.MAIN_LEADER, unit="root")
    for name, role in (("office", Role.OFFICE), ("office2", Role.OFFICE), ("secretary", Role.COMMITTEE_SECRETARY)):
        await _person(session, world, name, "root", management="county_managed")
        await _grant(session, world, name, role)
    await _person(session, world, "admin", "root", management="county_managed")
    await _grant(session, world, "admin", Role.ADMINISTRATOR)
    for name, scope in (("inspector", "inspection_group"), ("authority", "county_authority")):
        await _person(session, world, name, "county")
        await _grant(session, world, name, Role.OUTSIDE_APPROVER, scope=scope)
    for unit in ("a", "b"):
        for who in (f"{unit}_leader", f"{unit}_clerk", *(f"{unit}{n}" for n in range(1, 5))):
            await _person(session, world, who, unit)
        await _grant(session, world, f"{unit}_leader", Role.MAIN_LEADER, unit=unit)
        await _grant(session, world, f"{unit}_clerk", Role.UNIT_CLERK, unit=unit)
        await _grant(session, world, "deputy", Role.LEADER_IN_CHARGE, unit=unit)
    await session.flush()
    return world


async def open_quarter(session: AsyncSession, world: World, now: datetime, period: str = "2026Q1") -> int:
    """Publish the shipped county policy and open the quarter's cycle; monthly performance is in."""
    office = world.actor("office")
    await policies.publish(session, office, now, shipped_text("county-psb"))
    world.cycle_id = await create_cycle(session, office, now, "county-psb", period)
    await open_cycle(session, office, now, world.cycle_id)
    return world.cycle_id


async def add_performance(session: AsyncSession, world: World, scores: dict[str, int] | None = None) -> None:
    """Monthly scores of the first quarter: the same each month, 90 unless given."""
    for name, person_id in world.people.items():
        score = Decimal((scores or {}).get(name, 90))
        for month in MONTHS:
            session.add(MonthlyPerformance(body_id=world.body_id, person_id=person_id, month=month, score=score))
    await session.flush()


async def _unit(
    session: AsyncSession, world: World, name: str, label: str, parent: str | None, *, outside: bool = False
) -> None:
    unit = Unit(
        body_id=world.body_id,
        key=name,
        name=label,
        parent_id=world.units[parent] if parent else None,
        outside=outside,
        position=len(world.units),
    )
    session.add(unit)
    await session.flush()
    world.units[name] = unit.id


async def _person(
    session: AsyncSession, world: World, name: str, unit: str, *, management: str = "", number: str | None = None
) -> None:
    person = Person(
        body_id=world.body_id,
        number=number or name,
        name=name,
        unit_id=world.units[unit],
        post="民警",
        rank="一级警员",
        management=management,
    )
    session.add(person)
    await session.flush()
    account = Account(
        body_id=world.body_id, person_id=person.id, login=f"{world.body_id}-{name}", password_hash="!", disabled=False
    )
    session.add(account)
    await session.flush()
    world.people[name] = person.id
    world.accounts[name] = account.id
    world.unit_of[name] = world.units[unit]
    world.keys[name] = {person_key(person.id)}


async def _grant(
    session: AsyncSession, world: World, name: str, role: Role, *, unit: str | None = None, scope: str | None = None
) -> None:
    unit_id = world.units[unit] if unit else None
    session.add(RoleGrant(body_id=world.body_id, person_id=world.people[name], role=role, unit_id=unit_id, scope=scope))
    await session.flush()
    world.keys[name].add(role_key(role, unit_id if unit_id is not None else scope))

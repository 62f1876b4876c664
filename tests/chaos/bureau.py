"""A bureau of any size with one cycle: its people, their roles and accounts written set-wise, as a roster's import would."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.policies.shipped import shipped_text
from kaohe.schema.models import Account, Body, MonthlyPerformance, Person, RoleGrant, Unit
from kaohe.schema.session import Database
from kaohe.workflow import policies
from kaohe.workflow.accounts.passwords import hashed
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.calendar import day_of
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.outbox import relay

#: Everybody's.
PASSWORD = "a-password-for-chaos"

PEOPLE_A_UNIT = 40

#: The staff, whom the policy does not cover: so that nobody meets his own case.
_STAFF = ("office", "secretary", "leader", "clerk", "member1", "member2", "member3")
_AT_EVERY_UNIT = {"leader": (Role.MAIN_LEADER, Role.LEADER_IN_CHARGE), "clerk": (Role.UNIT_CLERK,)}
_AT_THE_BODY = {
    "office": Role.OFFICE,
    "secretary": Role.COMMITTEE_SECRETARY,
    "member1": Role.COMMITTEE_MEMBER,
    "member2": Role.COMMITTEE_MEMBER,
    "member3": Role.COMMITTEE_MEMBER,
}


@dataclass
class Bureau:
    """One body. `people` are those who are assessed; the login of each, and of the staff, is in `logins`."""

    database: Database
    key: str
    now: datetime
    body_id: int = 0
    cycle_id: int = 0
    people: list[int] = field(default_factory=list)
    staff: dict[str, Actor] = field(default_factory=dict)
    accounts: dict[int, int] = field(default_factory=dict)
    logins: dict[int, str] = field(default_factory=dict)
    unit_of: dict[int, int] = field(default_factory=dict)
    cases: dict[int, int] = field(default_factory=dict)

    def own(self, person_id: int) -> Actor:
        """Somebody of the people, as he is when he has signed in."""
        return Actor(
            body_id=self.body_id,
            name=self.logins[person_id],
            account_id=self.accounts[person_id],
            person_id=person_id,
            unit_id=self.unit_of[person_id],
            keys=frozenset({person_key(person_id)}),
        )

    async def relayed(self) -> None:
        """Let the outbox flow, and the cycle move on with it."""
        await relay(self.database, self.now)


def policy_text(*lacking: str) -> str:
    """The shipped county policy with one step of review and nobody outside to ask, without the stages `lacking`."""
    text = shipped_text("county-psb").replace("effective_from = 2026-01-01", "effective_from = 2020-01-01")
    text = text.replace("unit_list = true", "unit_list = false")
    text = re.sub(r'\[\[review\.chain\]\]\nkey = "(?:consent|office)"\n(?:[a-z].*\n)+', "", text)
    text = re.sub(r"outside_approvals = \[.*?\n\]\n", "", text, flags=re.S)
    for stage in lacking:
        section = rf"\[stages\.{stage}\]\n(?:[^\n]+\n)+"
        text = re.sub(section, f'[stages.{stage}]\npresent = false\non_expiry = "advance"\n', text)
    return text


async def opened(
    database: Database, key: str, count: int, now: datetime, *, policy: str, scored: bool = False
) -> Bureau:
    """A bureau of `count` people whose cycle over the last quarter has just been opened; `scored` gives it the months'
    performance, without which nobody can be aggregated."""
    bureau = Bureau(database, key, now)
    period = last_quarter(now)
    async with database.transaction() as session:
        await _people(session, bureau, count)
        if scored:
            await _performance(session, bureau, period)
        office = bureau.staff["office"]
        await policies.publish(session, office, now, policy)
        bureau.cycle_id = await create_cycle(session, office, now, "county-psb", period.key)
        await open_cycle(session, office, now, bureau.cycle_id)
        await _find_cases(session, bureau)
    await bureau.relayed()
    return bureau


def last_quarter(now: datetime) -> Period:
    """The quarter that was over last."""
    today = day_of(now)
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    before = first - timedelta(days=1)
    return Period.parse(f"{before.year}Q{(before.month - 1) // 3 + 1}")


async def _people(session: AsyncSession, bureau: Bureau, count: int) -> None:
    bureau.body_id = (await _insert(session, Body, [{"key": bureau.key, "name": bureau.key}]))[0]
    body = {"body_id": bureau.body_id}
    root = (
        await _insert(session, Unit, [{**body, "key": "root", "name": bureau.key, "position": 0, "outside": False}])
    )[0]
    units = await _insert(
        session,
        Unit,
        [
            {**body, "key": f"u{n}", "name": f"单位{n}", "parent_id": root, "position": n + 1, "outside": False}
            for n in range(-(-count // PEOPLE_A_UNIT))
        ],
    )
    placed = [(f"p{n}", units[n // PEOPLE_A_UNIT], "") for n in range(count)]
    placed += [(name, root, "county_managed") for name in _STAFF]
    ids = await _insert(
        session,
        Person,
        [
            {**body, "number": number, "name": number, "unit_id": unit, "management": management}
            | {"post": "民警", "rank": "一级警员", "work_in_charge": "", "active": True}
            for number, unit, management in placed
        ],
    )
    password = await hashed(PASSWORD)
    logins = [f"{bureau.key}-{number}" for number, _, _ in placed]
    accounts = await _insert(
        session,
        Account,
        [
            {**body, "person_id": person, "login": login, "password_hash": password}
            | {"disabled": False, "must_change": False, "failures": 0}
            for person, login in zip(ids, logins, strict=True)
        ],
    )
    bureau.people = ids[:count]
    bureau.accounts = dict(zip(ids, accounts, strict=True))
    bureau.logins = dict(zip(ids, logins, strict=True))
    bureau.unit_of = {person: unit for person, (_, unit, _) in zip(ids, placed, strict=True)}
    await _roles(session, bureau, dict(zip(_STAFF, ids[count:], strict=True)), [root, *units])


async def _roles(session: AsyncSession, bureau: Bureau, staff: dict[str, int], units: Sequence[int]) -> None:
    grants: list[tuple[str, Role, int | None]] = [(name, role, None) for name, role in _AT_THE_BODY.items()]
    grants += [(name, role, unit) for name, roles in _AT_EVERY_UNIT.items() for role in roles for unit in units]
    await _insert(
        session,
        RoleGrant,
        [
            {"body_id": bureau.body_id, "person_id": staff[name], "role": role, "unit_id": unit}
            for name, role, unit in grants
        ],
    )
    for name, person in staff.items():
        held = {role_key(role, unit) for holder, role, unit in grants if holder == name}
        own = bureau.own(person)
        bureau.staff[name] = Actor(
            own.body_id, own.name, own.account_id, person, own.unit_id, frozenset({person_key(person), *held})
        )


async def _performance(session: AsyncSession, bureau: Bureau, period: Period) -> None:
    first = period.start
    months = [f"{first.year}-{first.month + n:02}" for n in range(3)]
    rows = [
        {"body_id": bureau.body_id, "person_id": person, "month": month, "score": Decimal(90)}
        for person in bureau.people
        for month in months
    ]
    await session.execute(insert(MonthlyPerformance), rows)


async def _find_cases(session: AsyncSession, bureau: Bureau) -> None:
    found = await session.execute(
        text("SELECT person_id, id FROM assessment WHERE body_id = :body_id AND cycle_id = :cycle_id"),
        {"body_id": bureau.body_id, "cycle_id": bureau.cycle_id},
    )
    bureau.cases = {row.person_id: row.id for row in found}


async def _insert(session: AsyncSession, model: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """The new rows' ids, in their order."""
    found = await session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows)
    return list(found)

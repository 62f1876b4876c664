"""A body with years of finished work, of any size, written set-wise: what the plans are made over.

Every id follows from its place, so that statements can ask about a row without looking for it. Of the people the first
lead a unit each; the last is the office. The last cycle is under review, all others are archived.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
from sqlalchemy import BigInteger, Boolean, Date, DateTime, LargeBinary, Numeric, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from bench.database import without_indexes
from bench.indexes.rows import CYCLES, ROWS
from kaohe.policies.shipped import shipped_text
from kaohe.schema import models  # noqa: F401 - the tables
from kaohe.schema.base import Base
from kaohe.schema.session import Database
from kaohe.workflow import policies
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.roles import Role, person_key, role_key

#: A moment in the last cycle's review.
NOW = datetime(2026, 4, 8, 2, 0, tzinfo=UTC)

BODY = 1


@dataclass(frozen=True)
class Size:
    """How many people there are: everything follows from it. Of 100,000 people there are 10 million tasks, lines of
    history and records of work."""

    people: int

    @property
    def units(self) -> int:
        return max(4, self.people // 30)

    @property
    def cases(self) -> int:
        return self.people * CYCLES

    @property
    def open_case(self) -> int:
        """The first case of the last cycle, that of person 1."""
        return self.cases - self.people + 1

    @property
    def box(self) -> int:
        """The box of the third unit in the last cycle."""
        return self.units * (CYCLES - 1) + 3

    def leader(self) -> Actor:
        """Who leads the third unit."""
        return self._actor(3, role_key(Role.MAIN_LEADER, 3))

    def in_charge(self) -> Actor:
        """Who is in charge of one unit in ten."""
        return self._actor(1, *(role_key(Role.LEADER_IN_CHARGE, unit) for unit in range(2, self.units + 1, 10)))

    def office(self) -> Actor:
        return self._actor(self.people, str(Role.OFFICE))

    def person(self) -> Actor:
        """Somebody without a role."""
        return self._actor(self.people - 1)

    def _actor(self, person: int, *keys: str) -> Actor:
        unit = 1 + (person - 1) % self.units
        return Actor(BODY, f"人{person}", person, person, unit, frozenset({person_key(person), *keys}))


async def write(database: Database, connection: asyncpg.Connection, size: Size) -> None:
    """Write the world into a migrated, empty database."""
    async with database.transaction() as session:
        await session.execute(
            text("INSERT INTO body (id, key, name) OVERRIDING SYSTEM VALUE VALUES (1, 'big', '某局')")
        )
        await policies.publish(session, size.office(), NOW, shipped_text("county-psb"))
    version = await connection.fetchval("SELECT min(id) FROM policy_version")
    places = {
        "P": size.people,
        "U": size.units,
        "A": size.cases,
        "C": CYCLES,
        "V": version,
        "D": max(1, size.units // 30),
    }
    await connection.execute("SET session_replication_role = replica")  # neither foreign keys nor triggers look
    async with without_indexes(connection, [table for table, _, _ in ROWS]):
        for table, series, columns in ROWS:
            await connection.execute(_insert(table, series, columns).format(**places))
    await connection.execute("VACUUM (ANALYZE)")


def _insert(table: str, series: str, given: Mapping[str, str]) -> str:
    """An INSERT of the given columns, and of what every other column must have."""
    columns = {
        column.name: _PLAIN[type(column.type)]
        for column in Base.metadata.tables[table].columns
        if not column.nullable
        and column.server_default is None
        and column.identity is None
        and column.name not in given
    }
    columns |= {"body_id": str(BODY), **given}
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {', '.join(columns.values())} FROM {series}"


_PLAIN: Mapping[type[Any], str] = {
    Text: "''",
    BigInteger: "1",
    Boolean: "false",
    Date: f"date '{date(2026, 1, 1)}'",
    DateTime: "timestamptz '2026-01-01 00:00+00'",
    Numeric: "90",
    JSONB: "jsonb '[]'",
    LargeBinary: "decode(repeat('ab', 32), 'hex')",
}

"""A body to measure on: units in two levels, their people and roles, written in a handful of statements."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

from kaohe.policies.shipped import shipped_text

BODY = 1
ROOT = 1

#: Units under one division, whose head is their leader in charge.
UNITS_OF_DIVISION = 50


@dataclass(frozen=True)
class Organisation:
    """Ids are consecutive: the root is unit 1, divisions follow, then the units; people are numbered through the units."""

    people: int
    per_unit: int = 50

    @property
    def units(self) -> int:
        return -(-self.people // self.per_unit)

    @property
    def divisions(self) -> int:
        return -(-self.units // UNITS_OF_DIVISION)

    @property
    def first_unit(self) -> int:
        return ROOT + self.divisions + 1

    @property
    def office(self) -> int:
        """The person who is the office; beside him are the secretary, the head of the body and those of the divisions."""
        return self.people + 1


_UNITS = """
INSERT INTO unit (body_id, id, key, name, parent_id, position, outside, unit_class)
SELECT $1::bigint, 1, 'root', '测试局', NULL, 0, false, ''
 UNION ALL SELECT $1, 1 + d, 'd' || d, '第' || d || '分局', 1, d, false, '' FROM generate_series(1, $2::int) d
 UNION ALL SELECT $1, 1 + $2 + u, 'u' || u, '第' || u || '所', 2 + (u - 1) / $4::int, u, false, ''
   FROM generate_series(1, $3::int) u
"""

_PEOPLE = """
INSERT INTO person (body_id, id, number, name, unit_id, post, rank, work_in_charge, management, post_category, email, active)
SELECT $1, n, 'p' || n, '民警' || n,
       CASE WHEN n <= $2 THEN $3::int + (n - 1) / $4::int ELSE 1 END, '民警', '', '', '', '', '', true
  FROM generate_series(1, $2::int + 3 + $5::int) n
"""

# Of each unit the first is its head, the second and third are his deputies, the fourth is its clerk.
_OF_UNITS = """
INSERT INTO role_grant (body_id, person_id, role, unit_id)
SELECT $1::bigint, (u - 1) * $4::int + r.place, r.role, $3::int + u - 1
  FROM generate_series(1, $2::int) u,
       (VALUES (1, 'main_leader'), (2, 'deputy_leader'), (3, 'deputy_leader'), (4, 'unit_clerk')) AS r(place, role)
 WHERE (u - 1) * $4 + r.place <= $5
 UNION ALL
SELECT $1, $5::int + 3 + (u - 1) / $6::int + 1, 'leader_in_charge', $3 + u - 1 FROM generate_series(1, $2::int) u
"""

_OF_BODY = """
INSERT INTO role_grant (body_id, person_id, role, unit_id)
VALUES ($1, $2::int, 'office', NULL), ($1, $2 + 1, 'committee_secretary', NULL), ($1, $2 + 2, 'main_leader', 1)
"""

_POLICY = """
INSERT INTO policy_version (body_id, id, key, version, name, status, effective_from, source, document, sha256,
                            published_at, locked)
VALUES ($1, 1, $2, '1', $2, 'trial', '2026-01-01', $3, '{}', $4, $5, true)
"""


async def found_body(connection: asyncpg.Connection, size: Organisation, policy: str) -> None:
    """Write the body, its units, people and roles, and a shipped policy as its version 1."""
    await connection.execute("INSERT INTO body (id, key, name) VALUES ($1, 'bench', '测试局')", BODY)
    await connection.execute(_UNITS, BODY, size.divisions, size.units, UNITS_OF_DIVISION)
    await connection.execute(_PEOPLE, BODY, size.people, size.first_unit, size.per_unit, size.divisions)
    await connection.execute(
        _OF_UNITS, BODY, size.units, size.first_unit, size.per_unit, size.people, UNITS_OF_DIVISION
    )
    await connection.execute(_OF_BODY, BODY, size.office)
    source = shipped_text(policy)
    sha256 = hashlib.sha256(source.encode()).hexdigest()
    await connection.execute(_POLICY, BODY, policy, source, sha256, datetime(2026, 1, 1, tzinfo=UTC))


_NUMBERED = """
SELECT c.relname AS name, pg_get_serial_sequence(c.relname, 'id') AS sequence
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id' AND a.attidentity <> ''
 WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
"""


async def number_on(connection: asyncpg.Connection) -> None:
    """Let every table draw its next id after those that were written by hand."""
    for row in await connection.fetch(_NUMBERED):
        await connection.execute(
            f"SELECT setval($1, (SELECT GREATEST(max(id), 1) FROM {row['name']}))", row["sequence"]
        )

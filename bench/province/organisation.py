"""Bodies, units in levels, people, roles, accounts, and everybody signed in today."""

import asyncpg

from bench.province.size import OPENED, SPREAD, TODAY, Size
from kaohe.policies.shipped import shipped_text
from kaohe.schema.session import Database
from kaohe.workflow import policies
from kaohe.workflow.domain.actor import Actor

POLICY = "county-psb"

#: Of each body these people, by their place in it, beside the leader and the clerk of each unit.
OFFICE, SECRETARY, MEMBERS = 1, 4, 9

# :units, :people are those of one body. Person i of a body is in unit (i - 1) % units + 1; the first of each unit leads
# it, the second is its clerk; the leader in charge is the leader of the unit above.
_STATEMENTS = """
INSERT INTO body (id, key, name) SELECT b, 'body' || b, '第' || b || '市公安局' FROM generate_series(1, {bodies}) b;

INSERT INTO unit (body_id, id, key, name, parent_id, position, outside)
SELECT b, (b - 1) * {units} + u, 'u' || u, '第' || u || '单位',
       CASE WHEN u > 1 THEN (b - 1) * {units} + (u - 2) / {spread} + 1 END, u, false
  FROM generate_series(1, {bodies}) b, generate_series(1, {units}) u ORDER BY b, u;

INSERT INTO person (body_id, id, number, name, unit_id, post, rank, work_in_charge, management, active)
SELECT b, (b - 1) * {people} + i, 'n' || i,
       substr('王李张刘陈杨黄赵吴周', i % 10 + 1, 1) || substr('子文志海建晓国永明立', i / 10 % 10 + 1, 1)
         || substr('华强军平涛琳宁辉霞斌', i / 100 % 10 + 1, 1),
       (b - 1) * {units} + (i - 1) % {units} + 1, '民警', '四级警长', '', '', true
  FROM generate_series(1, {bodies}) b, generate_series(1, {people}) i ORDER BY b, i;

INSERT INTO account (body_id, id, person_id, login, password_hash, disabled, must_change, failures)
SELECT body_id, id, id, 'p' || id, '$argon2id$v=19$m=19456,t=2,p=1$' || repeat('x', 66), false, false, 0
  FROM person ORDER BY body_id, id;

INSERT INTO bearer_session (token_hash, body_id, account_id, created_at, expires_at)
SELECT sha256(convert_to('t' || id, 'UTF8')), body_id, id, '{today}', CAST('{today}' AS timestamptz) + interval '12 hours'
  FROM account;

INSERT INTO role_grant (body_id, person_id, role, unit_id)
SELECT b, (b - 1) * {people} + u, 'main_leader', (b - 1) * {units} + u
  FROM generate_series(1, {bodies}) b, generate_series(1, {units}) u
UNION ALL
SELECT b, (b - 1) * {people} + {units} + u, 'unit_clerk', (b - 1) * {units} + u
  FROM generate_series(1, {bodies}) b, generate_series(1, {units}) u
UNION ALL
SELECT b, (b - 1) * {people} + (u - 2) / {spread} + 1, 'leader_in_charge', (b - 1) * {units} + u
  FROM generate_series(1, {bodies}) b, generate_series(2, {units}) u;

INSERT INTO role_grant (body_id, person_id, role)
SELECT b, (b - 1) * {people} + place, role
  FROM generate_series(1, {bodies}) b,
       (SELECT 2 * {units} + {office}, 'office' UNION ALL SELECT 2 * {units} + {secretary}, 'committee_secretary'
        UNION ALL SELECT m, 'committee_member' FROM generate_series(1, {members}) m) AS held(place, role);
"""

#: Everybody with those who act on his case; `office` signs for the office, `leader` of the root for those above it.
_PARTIES = """
CREATE TEMP TABLE party AS
SELECT p.body_id, p.id AS person_id, p.unit_id, p.name, (p.id - 1) % {people} + 1 AS place,
       l.person_id AS leader_id, c.person_id AS clerk_id, COALESCE(g.person_id, l.person_id) AS in_charge_id,
       (p.body_id - 1) * {people} + 2 * {units} + {office} AS office_id,
       (p.body_id - 1) * {people} + 2 * {units} + {secretary} AS secretary_id
  FROM person p
  JOIN role_grant l ON l.body_id = p.body_id AND l.unit_id = p.unit_id AND l.role = 'main_leader'
  JOIN role_grant c ON c.body_id = p.body_id AND c.unit_id = p.unit_id AND c.role = 'unit_clerk'
  LEFT JOIN role_grant g ON g.body_id = p.body_id AND g.unit_id = p.unit_id AND g.role = 'leader_in_charge';
CREATE UNIQUE INDEX ON party (person_id);
CREATE INDEX ON party (unit_id);
ANALYZE party;
"""


async def found(connection: asyncpg.Connection, size: Size) -> None:
    """Write them all; `party` is left as a temporary table of this connection."""
    names = {
        "bodies": size.bodies,
        "people": size.people_each,
        "units": size.units_each,
        "spread": SPREAD,
        "office": OFFICE,
        "secretary": SECRETARY,
        "members": MEMBERS,
        "today": TODAY.isoformat(),
    }
    await connection.execute(_STATEMENTS.format(**names))
    await connection.execute("ANALYZE")
    await connection.execute(_PARTIES.format(**names))


async def publish(database: Database, size: Size) -> None:
    """The shipped policy, published by the office of every body as it would be."""
    for body_id in range(1, size.bodies + 1):
        office = Actor(body_id, "考核办", account_id=1, person_id=1, keys=frozenset({"office"}))
        async with database.transaction() as session:
            await policies.publish(session, office, OPENED, shipped_text(POLICY))
